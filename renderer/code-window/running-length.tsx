import { useReview } from '../app/state/context.tsx';
import { formatSeconds } from '../ui/format.ts';

/** `1.8 s`, `42 s`, `3:20`: as short as the button wants it. */
function length(seconds: number): string {
  if (seconds < 60) return formatSeconds(seconds);
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** How long a code has been under way, up to the frame shown; drawn again only when its words change. */
export const RunningLength = ({ start }: { start: number }) => {
  const words = useReview(({ times, playing, shown, target }) => {
    const at = playing ? (shown ?? target) : target;
    const seconds = times?.timestampsSeconds;
    return seconds ? length(Math.abs((seconds[at] ?? 0) - (seconds[start] ?? 0))) : '';
  });
  return (
    <span className="code-button__length" aria-hidden="true">
      {words}
    </span>
  );
};
