import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { ClipInfo } from '#common/domain/index.ts';
import { useApp, useReview, useShownRuns } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { AnalysisRest } from './analysis-rest.tsx';
import { CoverageRow } from './coverage-row.tsx';
import { EventLabels } from './event-labels.tsx';
import { EventLayer, SnapLine } from './event-layer.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { KeyImageMarks } from './key-image-marks.tsx';
import { laneHeight, looksOfRun } from './looks.ts';
import { LooksRow } from './looks-row.tsx';
import { MotionRow, rowHeight } from './motion-row.tsx';
import { Playhead } from './playhead.tsx';
import { type ShownRows, useShownRows } from './rows-menu.tsx';
import { Ruler } from './ruler.tsx';
import { panView, type Scale, viewWithFrame, xToFrame, zoomView } from './scale.ts';
import { SelectionOutline } from './selection.tsx';
import { shotAt } from './shots.ts';
import { ShotsRow } from './shots-row.tsx';
import { TimelineHead } from './timeline-head.tsx';
import { useDrag } from './use-drag.ts';
import { useEventRows } from './use-event-rows.ts';
import { useSize } from './use-size.ts';
import { useWheel } from './use-wheel.ts';
import { WaveformRow } from './waveform-row.tsx';
import './timeline.css';
import './event-rows.css';

export const Timeline = () => {
  const clip = useReview((state) => state.clip);
  return (
    <section className="timeline" aria-label={texts.timeline}>
      {clip ? <Rows key={clip.id} clip={clip} /> : <p className="timeline__empty">{texts.empty}</p>}
    </section>
  );
};

const rulerHeight = 33;
const filmHeights = { least: 44, most: 84 } as const;

/** A row below the film, with what stands on its left. */
type Row = {
  readonly key: string;
  readonly label: string;
  readonly height: number;
  readonly content: (scale: Scale) => ReactNode;
};

const Rows = ({ clip }: { clip: ClipInfo }) => {
  const { frameCount } = clip;
  const { stores } = useApp();
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const view = useReview((state) => state.view);
  const setView = useReview((state) => state.setView);
  const shown = useShownRows();
  const scale = useMemo(() => ({ ...view, width }), [view, width]);
  const current = useRef(scale);
  current.current = scale;
  const looks = useLooksRows(shown, frameCount);
  const rows = [...looks, ...analysisRows(shown, clip)];
  const events = useEventRows(clip.id, shown);
  const eventsHeight = Math.max(events.rows.length > 0 || !events.note ? 0 : rowHeight, events.height);

  // What the other rows leave goes to the pictures, within reason.
  const others = rows.reduce((sum, row) => sum + row.height, rulerHeight + 2 + eventsHeight);
  const filmHeight = Math.round(Math.max(filmHeights.least, Math.min(filmHeights.most, height - others)));
  const widest = Math.max(32, (filmHeight * clip.width) / clip.height);
  useFollowPlayhead(frameCount);
  useWheel(area, (event, x) => {
    const at = current.current;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const turned = event.deltaMode === 1 ? 30 : 1;
    const scroller = area.current?.parentElement;
    if (event.altKey && scroller) scroller.scrollTop += event.deltaY * turned;
    else if (sideways) setView(panView(at, (event.deltaX || event.deltaY) * turned, frameCount));
    else setView(zoomView(at, x, Math.exp(event.deltaY * turned * 0.0022), frameCount, widest));
  });

  const { goTo, select } = stores.review.getState();
  const selectBetween = (from: number, to: number) =>
    select({ start: Math.min(from, to), end: Math.max(from, to) });
  const drag = useDrag({
    frameAt: (event: PointerEvent) => {
      const left = area.current?.getBoundingClientRect().left ?? 0;
      return xToFrame(current.current, event.clientX - left, frameCount);
    },
    onSeek: goTo,
    onSelect: selectBetween,
    onExtend: (frame) => {
      const { selection } = stores.review.getState();
      if (!selection) return false;
      const nearStart = Math.abs(frame - selection.start) < Math.abs(frame - selection.end);
      selectBetween(nearStart ? frame : selection.start, nearStart ? selection.end : frame);
      return true;
    },
    onShot: (frame) => {
      const shots = stores.analysis.getState().analysis?.shots ?? [];
      const shot = shots[shotAt(shots, frame)];
      if (shot) goTo(shot.start);
      return shot !== undefined;
    },
  });

  return (
    <>
      <TimelineHead
        onZoom={(factor) => setView(zoomView(scale, width / 2, factor, frameCount, widest))}
        onWhole={() => setView({ start: 0, end: frameCount })}
      />
      <div className="timeline__scroll">
        <div className="timeline__labels label">
          <div className="timeline__fixed">
            <Label height={rulerHeight}>{texts.rows.ruler}</Label>
            {shown.film && <Label height={filmHeight}>{texts.rows.film}</Label>}
          </div>
          {events.note && <Label height={rowHeight}>{texts.rows.events}</Label>}
          <EventLabels rows={events.rows} />
          {rows.map(({ key, label, height: rowsHeight }) => (
            <Label key={key} height={rowsHeight}>
              {label}
            </Label>
          ))}
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
              <div className="timeline__fixed">
                <Ruler scale={scale} />
                <KeyImageMarks scale={scale} clipId={clip.id} />
                {shown.film && <Filmstrip scale={scale} height={filmHeight} />}
              </div>
              {events.note && <p className="row row--note label">{events.note}</p>}
              {events.rows.length > 0 && (
                <EventLayer
                  rows={events.rows}
                  height={events.height}
                  scale={scale}
                  frameCount={frameCount}
                  clipId={clip.id}
                  above={rulerHeight + (shown.film ? filmHeight : 0)}
                  room={height}
                />
              )}
              {rows.map(({ key, content }) => (
                <div key={key} className="timeline__row">
                  {content(scale)}
                </div>
              ))}
              <SelectionOutline scale={scale} />
              <SnapLine scale={scale} />
              <Playhead scale={scale} />
            </>
          )}
        </div>
      </div>
    </>
  );
};

const Label = ({ height, children }: { height: number; children: ReactNode }) => (
  <div className="row" style={{ height }}>
    {children}
  </div>
);

/** What the background analysis gives; one of the rows says how far it is. */
function analysisRows(shown: ShownRows, clip: ClipInfo): readonly Row[] {
  const { frameCount, hasAudio } = clip;
  const rows = [
    { key: 'sound', Content: WaveformRow },
    { key: 'motion', Content: MotionRow },
    { key: 'shots', Content: ShotsRow },
  ] as const;
  const wanted = rows.filter(({ key }) => shown[key] && (key !== 'sound' || hasAudio));
  const telling = wanted.find(({ key }) => key !== 'sound') ?? wanted[0];
  return wanted.map(({ key, Content }) => ({
    key,
    label: texts.rows[key],
    height: rowHeight,
    content: (scale: Scale) => (
      <>
        <Content scale={scale} frameCount={frameCount} />
        <AnalysisRest scale={scale} words={key === telling?.key} />
      </>
    ),
  }));
}

/** What the questions shown put on the timeline. */
function useLooksRows(shown: ShownRows, frameCount: number): readonly Row[] {
  const runs = useShownRuns();
  return useMemo(() => {
    const looked = runs.map((run) => ({ run, looks: looksOfRun(run) }));
    const looksRows = looked
      .filter(({ run, looks }) => looks.laneCount > 0 || run.request.mode !== 'passive')
      .map(({ run, looks }) => ({
        key: `looks ${run.key}`,
        label: texts.rows.looks,
        height: laneHeight(looks.laneCount),
        content: (scale: Scale) => <LooksRow scale={scale} looks={looks} />,
      }));
    const coverageRows = looked.map(({ run, looks }) => ({
      key: `coverage ${run.key}`,
      label: looked.length > 1 ? texts.seenOf(run.request.mode) : texts.rows.coverage,
      height: rowHeight,
      content: (scale: Scale) => <CoverageRow scale={scale} frameCount={frameCount} looks={looks} />,
    }));
    const ownCoverage = {
      key: 'coverage',
      label: texts.rows.coverage,
      height: rowHeight,
      content: (scale: Scale) => <CoverageRow scale={scale} frameCount={frameCount} looks={null} />,
    };
    const empty = {
      key: 'looks',
      label: texts.rows.looks,
      height: rowHeight,
      content: () => <p className="row row--note label">{texts.noLooks}</p>,
    };
    return [
      ...(shown.looks ? looksRows : []),
      ...(shown.looks && looked.length === 0 ? [empty] : []),
      ...(shown.coverage ? (looked.length > 0 ? coverageRows : [ownCoverage]) : []),
    ];
  }, [runs, frameCount, shown.looks, shown.coverage]);
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
