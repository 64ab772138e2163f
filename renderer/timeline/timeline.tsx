import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Size } from '#common/domain/index.ts';
import { useApp, useReview, useShownRuns } from '../app/state/context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { CoverageRow } from './coverage-row.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { laneHeight, looksOfRun, type RunLooks } from './looks.ts';
import { LooksRow } from './looks-row.tsx';
import { Playhead } from './playhead.tsx';
import { Ruler } from './ruler.tsx';
import { panView, viewWithFrame, xToFrame, zoomView } from './scale.ts';
import { SelectionActions, SelectionOutline } from './selection.tsx';
import { timelineTexts as texts } from './texts.ts';
import './timeline.css';

/** Pointer travel under this is a click. */
const clickPixels = 4;

export const Timeline = () => {
  const clip = useReview((state) => state.clip);
  return (
    <section className="timeline" aria-label={texts.timeline}>
      {clip ? (
        <Rows key={clip.id} frameCount={clip.frameCount} aspect={clip.width / clip.height} />
      ) : (
        <p className="timeline__empty">{texts.empty}</p>
      )}
    </section>
  );
};

const Rows = ({ frameCount, aspect }: { frameCount: number; aspect: number }) => {
  const { stores } = useApp();
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const view = useReview((state) => state.view);
  const setView = useReview((state) => state.setView);
  const runs = useShownRuns();
  const scale = useMemo(() => ({ ...view, width }), [view, width]);
  const current = useRef(scale);
  current.current = scale;

  const looked = useMemo(
    () => runs.map((run) => ({ run, looks: looksOfRun(run, frameCount) })),
    [runs, frameCount],
  );

  const filmHeight = filmRowHeight(
    height,
    looked.map(({ looks }) => looks),
  );
  const widest = Math.max(32, filmHeight * aspect);
  useFollowPlayhead(frameCount);
  useWheel(area, (event, x) => {
    const at = current.current;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const turned = event.deltaMode === 1 ? 30 : 1;
    if (sideways) setView(panView(at, (event.deltaX || event.deltaY) * turned, frameCount));
    else setView(zoomView(at, x, Math.exp(event.deltaY * turned * 0.0022), frameCount, widest));
  });

  const frameAt = (event: PointerEvent) => {
    const left = area.current?.getBoundingClientRect().left ?? 0;
    return xToFrame(current.current, event.clientX - left, frameCount);
  };
  const drag = useDrag({
    frameAt,
    onSeek: (frame) => stores.review.getState().goTo(frame),
    onSelect: (start, end) =>
      stores.review.getState().select({ start: Math.min(start, end), end: Math.max(start, end) }),
    onExtend: (frame) => {
      const { selection, select } = stores.review.getState();
      if (!selection) return false;
      const nearStart = Math.abs(frame - selection.start) < Math.abs(frame - selection.end);
      const { start, end } = nearStart ? { ...selection, start: frame } : { ...selection, end: frame };
      select({ start: Math.min(start, end), end: Math.max(start, end) });
      return true;
    },
  });

  const zoomBy = (factor: number) => setView(zoomView(scale, width / 2, factor, frameCount, widest));
  const withLooks = looked.filter(({ run, looks }) => looks.laneCount > 0 || run.request.mode !== 'passive');
  const several = looked.length > 1;

  return (
    <>
      <header className="timeline__head">
        <SelectionActions />
        <div className="timeline__tools">
          <IconButton icon={ZoomIn} label={texts.zoomIn} keyName="+" onPress={() => zoomBy(0.5)} />
          <IconButton icon={ZoomOut} label={texts.zoomOut} keyName="−" onPress={() => zoomBy(2)} />
          <IconButton
            icon={Maximize2}
            label={texts.wholeClip}
            keyName="0"
            onPress={() => setView({ start: 0, end: frameCount })}
          />
        </div>
      </header>
      <div className="timeline__scroll">
        <div className="timeline__labels label">
          <Label className="row--ruler">{texts.rows.ruler}</Label>
          <Label className="row--film" height={filmHeight}>
            {texts.rows.filmstrip}
          </Label>
          {withLooks.map(({ run, looks }) => (
            <Label key={run.key} height={laneHeight(looks.laneCount)}>
              {texts.rows.looks}
            </Label>
          ))}
          {looked.map(({ run }) => (
            <Label key={run.key}>{several ? texts.seenOf(run.request.mode) : texts.rows.seen}</Label>
          ))}
          {looked.length === 0 && <Label>{texts.rows.looks}</Label>}
        </div>
        <div
          ref={area}
          className="timeline__area"
          onPointerDown={drag.down}
          onPointerMove={drag.move}
          onPointerUp={drag.up}
          onPointerCancel={drag.up}
        >
          {width > 0 && (
            <>
              <Ruler scale={scale} />
              <Filmstrip scale={scale} height={filmHeight} />
              {withLooks.map(({ run, looks }) => (
                <LooksRow key={run.key} scale={scale} looks={looks} />
              ))}
              {looked.map(({ run, looks }) => (
                <CoverageRow key={run.key} scale={scale} looks={looks} />
              ))}
              {looked.length === 0 && <p className="row row--note label">{texts.noLooks}</p>}
              <SelectionOutline scale={scale} />
              <Playhead scale={scale} />
            </>
          )}
        </div>
      </div>
    </>
  );
};

type LabelProps = { readonly className?: string; readonly height?: number; readonly children: ReactNode };

const Label = ({ className = '', height, children }: LabelProps) => (
  <div className={`row ${className}`} style={height ? { height } : undefined}>
    {children}
  </div>
);

/** What the other rows leave goes to the pictures, within reason. */
function filmRowHeight(height: number, rows: readonly RunLooks[]): number {
  const ruler = 33;
  const others =
    rows.length === 0 ? 28 : rows.reduce((sum, looks) => sum + laneHeight(looks.laneCount) + 28, 0);
  return Math.round(Math.max(44, Math.min(84, height - ruler - others - 2)));
}

function useSize(element: { readonly current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const area = element.current;
    // The visible part: the rows themselves may be taller and scroll.
    const frame = area?.parentElement;
    if (!area || !frame) return;
    const measure = () => setSize({ width: area.clientWidth, height: frame.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(area);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** A wheel listener that may keep the page from scrolling, which React's own cannot. */
function useWheel(
  element: { readonly current: HTMLElement | null },
  onWheel: (event: WheelEvent, x: number) => void,
): void {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const area = element.current;
    if (!area) return;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event, event.clientX - area.getBoundingClientRect().left);
    };
    area.addEventListener('wheel', listen, { passive: false });
    return () => area.removeEventListener('wheel', listen);
  }, [element]);
}

/** Keeps the playhead in view when it moves; a view that was panned away by hand stays. */
function useFollowPlayhead(frameCount: number): void {
  const { stores } = useApp();
  useEffect(
    () =>
      stores.review.subscribe((state, before) => {
        if (state.target === before.target) return;
        const view = viewWithFrame(state.view, state.target, frameCount);
        if (view !== state.view) state.setView(view);
      }),
    [stores.review, frameCount],
  );
}

type DragOptions = {
  readonly frameAt: (event: PointerEvent) => number;
  readonly onSeek: (frame: number) => void;
  readonly onSelect: (start: number, end: number) => void;
  /** Moves the nearer end of the range to a frame; false when there is none. */
  readonly onExtend: (frame: number) => boolean;
};

/** On the ruler a drag scrubs; below it a drag selects a range and a click seeks. */
function useDrag({ frameAt, onSeek, onSelect, onExtend }: DragOptions) {
  const drag = useRef<{ x: number; frame: number; scrubs: boolean; moved: boolean } | null>(null);
  return {
    down: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      const extended = event.shiftKey && onExtend(frameAt(event));
      if (extended) return;
      const scrubs = (event.target as Element).closest('.row--ruler') !== null;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, frame: frameAt(event), scrubs, moved: false };
      if (scrubs) onSeek(frameAt(event));
    },
    move: (event: PointerEvent) => {
      const from = drag.current;
      if (!from) return;
      if (Math.abs(event.clientX - from.x) >= clickPixels) from.moved = true;
      if (from.scrubs) onSeek(frameAt(event));
      else if (from.moved) onSelect(from.frame, frameAt(event));
    },
    up: (event: PointerEvent) => {
      const from = drag.current;
      drag.current = null;
      if (from && !from.moved && !from.scrubs) onSeek(frameAt(event));
    },
  };
}
