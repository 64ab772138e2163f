import { useReview } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatRange } from '../ui/format.ts';
import { type Look, laneHeight, type RunLooks } from './looks.ts';
import { frameToX, type Scale } from './scale.ts';

/** Brackets over what was looked at, numbered by the turn that asked; the analyst's own in amber. */
export const LooksRow = ({ scale, looks }: { scale: Scale; looks: RunLooks }) => (
  <div className="row row--looks" style={{ height: laneHeight(looks.laneCount) }}>
    {looks.looks.map((look) => (
      <Bracket
        key={`${look.by}-${look.turn}-${look.range.start}-${look.range.end}`}
        scale={scale}
        look={look}
      />
    ))}
  </div>
);

const Bracket = ({ scale, look }: { scale: Scale; look: Look }) => {
  const mark = useReview((state) => state.mark);
  const select = useReview((state) => state.select);
  const goTo = useReview((state) => state.goTo);
  const { range, by, turn, waiting, lane } = look;
  // Only the visible part is laid out, so that its number stays in sight when zoomed in.
  const beyond = 8;
  const x = Math.max(-beyond, frameToX(scale, range.start));
  const width = Math.max(6, Math.min(scale.width + beyond, frameToX(scale, range.end + 1)) - x);
  const words = waiting ? texts.waitingLook(formatRange(range)) : texts.looksBy(by, turn, formatRange(range));
  return (
    <button
      type="button"
      className={`bracket bracket--${by}${waiting ? ' bracket--waiting' : ''}`}
      style={{ left: x, width, top: 4 + lane * 20 }}
      aria-label={words}
      title={words}
      onClick={() => goTo(range.start)}
      onDoubleClick={() => select(range)}
      onPointerEnter={() => mark(range)}
      onPointerLeave={() => mark(null)}
    >
      <span className="bracket__name">{by === 'analyst' ? texts.you : turn}</span>
    </button>
  );
};
