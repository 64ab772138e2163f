import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useApp, useReview, useShownRuns } from '../app/state/context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { CoverageRow } from './coverage-row.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { laneHeight, looksOfRun } from './looks.ts';
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
        <Rows key={clip.id} frameCount={clip.frameCount} />
      ) : (
        <p className="timeline__empty">{texts.empty}</p>
      )}
    </section>
  );
};

const Rows = ({ frameCount }: { frameCount: number }) => {
  const { stores } = useApp();
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
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

  useFollowPlayhead(frameCount);
  useWheel(area, (event, x) => {
    const at = current.current;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const turned = event.deltaMode === 1 ? 30 : 1;
    if (sideways) setView(panView(at, (event.deltaX || event.deltaY) * turned, frameCount));
    else setView(zoomView(at, x, Math.exp(event.deltaY * turned * 0.0022), frameCount));
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
  });

  const zoomBy = (factor: number) => setView(zoomView(scale, width / 2, factor, frameCount));
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
          <Label className="row--film">{texts.rows.filmstrip}</Label>
          {withLooks.map(({ run, looks }) => (
            <Label key={run.key} lanes={looks.laneCount}>
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
              <Filmstrip scale={scale} />
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

type LabelProps = { readonly className?: string; readonly lanes?: number; readonly children: ReactNode };

const Label = ({ className = '', lanes = 1, children }: LabelProps) => (
  <div className={`row ${className}`} style={lanes > 1 ? { height: laneHeight(lanes) } : undefined}>
    {children}
  </div>
);

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
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
};

/** On the ruler a drag scrubs; below it a drag selects a range and a click seeks. */
function useDrag({ frameAt, onSeek, onSelect }: DragOptions) {
  const drag = useRef<{ x: number; frame: number; scrubs: boolean; moved: boolean } | null>(null);
  return {
    down: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
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
