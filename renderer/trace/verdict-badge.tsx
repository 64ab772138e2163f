import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import { type ProbeVerdict, probeWords } from '#common/domain/index.ts';
import { Hint } from '../ui/hint.tsx';

const icons = { ignores: TriangleAlert, depends: CircleCheck, unclear: CircleHelp };

/** Whether an answer depends on the video, as one sentence. */
export const VerdictLine = ({ verdict }: { verdict: ProbeVerdict }) => {
  const Icon = icons[verdict.kind];
  return (
    <p className={`verdict verdict--${verdict.kind} selectable`} role="status">
      <Icon size={14} aria-hidden /> {probeWords.verdict(verdict)}
    </p>
  );
};

/** The same in two words, the sentence on hover and focus. */
export const VerdictBadge = ({ verdict }: { verdict: ProbeVerdict }) => {
  const Icon = icons[verdict.kind];
  return (
    <Hint text={probeWords.verdict(verdict)}>
      <button type="button" className={`verdict verdict--${verdict.kind} verdict--badge`}>
        <Icon size={13} aria-hidden /> {probeWords.kinds[verdict.kind]}
      </button>
    </Hint>
  );
};
