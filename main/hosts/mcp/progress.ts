import type { ToolContext } from './tool.ts';

type Told = {
  readonly progressToken: string | number;
  readonly progress: number;
  readonly message: string;
};

/** What counts up quickly is told at most so often. */
const everyMilliseconds = 100;

/**
 * Tells a client how a call goes on, where it gave a token for that. Work has stages that count anew, and the
 * protocol wants a number that only grows: so the number counts what was told, and the words say how far it is.
 */
export function createProgress(
  progressToken: string | number | undefined,
  send: (told: Told) => void,
  elapsed: () => number = () => performance.now(),
): ToolContext['progress'] {
  if (progressToken === undefined) return () => {};
  let count = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (words, done, total) => {
    const isCount = done !== undefined && total !== undefined;
    if (isCount && done < total && elapsed() - toldAt < everyMilliseconds) return;
    toldAt = elapsed();
    count += 1;
    const share = isCount && total > 0 ? ` · ${Math.floor((100 * done) / total)} %` : '';
    send({ progressToken, progress: count, message: `${words}${share}` });
  };
}
