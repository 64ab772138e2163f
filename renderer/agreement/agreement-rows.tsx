import type { AgreementPair, CodeAgreement, FrameRange } from '#common/domain/index.ts';
import { useApp, useReview } from '../app/state/context.tsx';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { formatRange } from '../ui/format.ts';
import type { Sides } from './agreement-csv.ts';

/** A page of more than these is read by nobody. */
const mostRows = 300;

/** Rows with a name each; the same ranges may stand there twice. */
function keyed(pairs: readonly AgreementPair[]): readonly (readonly [string, AgreementPair])[] {
  const times = new Map<string, number>();
  return pairs.map((pair) => {
    const { first, second } = pair;
    const name = [first?.start, first?.end, second?.start, second?.end].join(' ');
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    return [`${name} ${before}`, pair];
  });
}

/** Each range of a code with what the other side has for it; a click shows its frames. */
export const AgreementRows = ({ code, sides }: { code: CodeAgreement; sides: Sides }) => (
  <>
    {code.kappa.value === null && (
      <p className="label">{texts.whyNoKappa(code.kappa, sides.first, sides.second)}</p>
    )}
    <ul>
      {keyed(code.pairs.slice(0, mostRows)).map(([key, pair]) => (
        <Row key={key} pair={pair} sides={sides} />
      ))}
    </ul>
    {code.pairs.length > mostRows && <p className="label">{texts.moreRows(code.pairs.length - mostRows)}</p>}
  </>
);

const Row = ({ pair, sides }: { pair: AgreementPair; sides: Sides }) => {
  const { kind, first, second, overlap } = pair;
  const words =
    kind === 'only-first'
      ? texts.only(sides.first)
      : kind === 'only-second'
        ? texts.only(sides.second)
        : texts.kinds[kind];
  return (
    <li className="agreement__row" data-kind={kind}>
      <span className="agreement__kind">{words}</span>
      <span className="agreement__ranges">
        {first && <RangeChip range={first} side={sides.first} isFirst />}
        {second && <RangeChip range={second} side={sides.second} />}
      </span>
      {first && second && (
        <span className="label agreement__facts">
          <span title={texts.bordersHelp}>
            {texts.borders(second.start - first.start, second.end - first.end)}
          </span>
          {' · '}
          {texts.overlap(overlap)}
        </span>
      )}
    </li>
  );
};

type RangeChipProps = { readonly range: FrameRange; readonly side: string; readonly isFirst?: boolean };

const RangeChip = ({ range, side, isFirst = false }: RangeChipProps) => {
  const { stores } = useApp();
  const isShown = useReview(
    ({ selection }) => selection?.start === range.start && selection.end === range.end,
  );
  const words = formatRange(range);
  const show = () => {
    const { select, goTo } = stores.review.getState();
    // The picture must be seen: nothing lies over it, and no other view stands in its place.
    stores.dialogs.getState().close();
    stores.layout.getState().change({ view: 'review' });
    select(range);
    goTo(range.start);
  };
  return (
    <button
      type="button"
      className="chip agreement__chip"
      data-side={isFirst ? 'first' : 'second'}
      aria-pressed={isShown}
      aria-label={texts.openRange(side, words)}
      title={texts.openRange(side, words)}
      onClick={show}
      onPointerEnter={() => stores.review.getState().mark(range)}
      onPointerLeave={() => stores.review.getState().mark(null)}
    >
      {words}
    </button>
  );
};
