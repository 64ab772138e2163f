import { type PointerEvent, useCallback, useMemo, useState } from 'react';
import type { FrameRange, Transition } from '#common/domain/index.ts';
import { useAnalysis } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatRange } from '../ui/format.ts';
import { type AnalysisRowProps, rowHeight } from './motion-row.tsx';
import { type DrawRow, RowCanvas } from './row-canvas.tsx';
import { frameToX, type Scale, xToFrame } from './scale.ts';
import { lastingTransitions, shotAt, shotsBetween } from './shots.ts';

const none: readonly never[] = [];
/** Room that the name of a transition needs, in pixels. */
const roomFor = (kind: Transition['kind']): number => 6 * kind.length + 4;

/** Shots alternating faintly, cuts as hairlines, and what lasts longer with its name. */
export const ShotsRow = ({ scale, frameCount }: AnalysisRowProps) => {
  const shots = useAnalysis((state) => state.analysis?.shots ?? none);
  const transitions = useAnalysis((state) => state.analysis?.transitions ?? none);
  const lasting = useMemo(() => lastingTransitions(transitions), [transitions]);
  const [pointedAt, setPointedAt] = useState<{ readonly x: number; readonly frame: number } | null>(null);

  const draw = useCallback<DrawRow>(
    (context, { width, height }, colour) => {
      const colours = { even: colour('shot-even'), odd: colour('shot-odd'), cut: colour('chart') };
      const toPixel = (frame: number) => Math.round((frameToX(scale, frame) * width) / scale.width);
      const visible = shotsBetween(shots, scale.start, scale.end);
      // Many cuts side by side are a tone, not a block.
      const hairline = Math.max(0.15, Math.min(1, scale.width / visible.length / 8));
      for (const { shot, place } of visible) {
        const from = Math.max(0, toPixel(shot.start));
        const to = Math.min(width, toPixel(shot.end + 1));
        context.fillStyle = place % 2 === 0 ? colours.even : colours.odd;
        context.fillRect(from, 0, Math.max(1, to - from), height);
        if (place === 0) continue;
        context.globalAlpha = hairline;
        context.fillStyle = colours.cut;
        context.fillRect(toPixel(shot.start), 0, 1, height);
        context.globalAlpha = 1;
      }
    },
    [scale, shots],
  );

  const point = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setPointedAt(event.buttons === 0 ? { x, frame: xToFrame(scale, x, frameCount) } : null);
  };
  return (
    <div
      className="row row--shots"
      data-row="shots"
      role="img"
      aria-label={texts.shots(shots.length, lasting)}
      onPointerMove={point}
      onPointerLeave={() => setPointedAt(null)}
    >
      <RowCanvas width={scale.width} height={rowHeight - 1} draw={draw} />
      {lasting
        .filter(({ range }) => range.end >= scale.start && range.start < scale.end)
        .map((transition) => (
          <Stretch key={transition.range.start} transition={transition} scale={scale} />
        ))}
      {pointedAt && <ShotHint {...pointedAt} scale={scale} shots={shots} lasting={lasting} />}
    </div>
  );
};

const Stretch = ({ transition, scale }: { transition: Transition; scale: Scale }) => {
  const { kind, range } = transition;
  const left = Math.max(0, frameToX(scale, range.start));
  const width = Math.min(scale.width, frameToX(scale, range.end + 1)) - left;
  return (
    <span className="shot__stretch" style={{ left, width: Math.max(2, width) }}>
      {width >= roomFor(kind) && kind}
    </span>
  );
};

type ShotHintProps = {
  readonly x: number;
  readonly frame: number;
  readonly scale: Scale;
  readonly shots: readonly FrameRange[];
  readonly lasting: readonly Transition[];
};

const ShotHint = ({ x, frame, scale, shots, lasting }: ShotHintProps) => {
  const place = shotAt(shots, frame);
  const shot = shots[place];
  if (!shot) return null;
  const transition = lasting.find(({ range }) => frame >= range.start && frame <= range.end);
  const side = x < scale.width / 2 ? { left: x + 10 } : { right: scale.width - x + 10 };
  return (
    <span className="tooltip shot__hint" style={side} aria-hidden="true">
      {texts.shot(place + 1, formatRange(shot))}
      {transition && ` · ${texts.transition(transition.kind, formatRange(transition.range))}`}
    </span>
  );
};
