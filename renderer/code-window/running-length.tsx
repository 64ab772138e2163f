import { useReview } from '../app/state/context.tsx';
import { formatSeconds } from '../ui/format.ts';

/** How long a code has been under way, up to the frame shown; drawn again only when its words change. */
export const RunningLength = ({ start }: { start: number }) => {
  const words = useReview(({ times, playing, shown, target }) => {
    const at = playing ? (shown ?? target) : target;
    const seconds = times?.timestampsSeconds;
    return seconds ? formatSeconds(Math.abs((seconds[at] ?? 0) - (seconds[start] ?? 0))) : '';
  });
  return <span className="code-button__length">{words}</span>;
};
