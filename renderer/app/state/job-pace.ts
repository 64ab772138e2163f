/** Where a stage of a job stood at some moments of the last while. */
export type JobPace = {
  readonly stage: string;
  readonly samples: readonly { readonly atMilliseconds: number; readonly progress: number }[];
};

/** The pace of this much of the past is what the rest is reckoned by. */
const windowMilliseconds = 15_000;
/** Nothing is promised from less. */
const shortestMilliseconds = 1500;

/** The pace after another report; a new stage, or a share that fell, begins anew. */
export function nextPace(
  pace: JobPace | undefined,
  stage: string,
  progress: number | null,
  atMilliseconds: number,
): JobPace {
  if (progress === null) return { stage, samples: [] };
  const before = pace?.stage === stage ? pace.samples : [];
  const last = before.at(-1);
  if (last?.progress === progress) return { stage, samples: before };
  if (last && last.progress > progress) return { stage, samples: [{ atMilliseconds, progress }] };
  const recent = before.findIndex((sample) => atMilliseconds - sample.atMilliseconds <= windowMilliseconds);
  // One sample from before the window stays, so that slow work has something to be measured from.
  const kept = recent < 0 ? before.slice(-1) : before.slice(Math.max(0, recent - 1));
  return { stage, samples: [...kept, { atMilliseconds, progress }] };
}

/** Seconds until the stage is done at its recent pace; null while that cannot be said. */
export function secondsLeft(pace: JobPace | undefined, nowMilliseconds: number): number | null {
  const first = pace?.samples[0];
  const last = pace?.samples.at(-1);
  if (!first || !last || last.progress <= first.progress) return null;
  // Until now, not until the last report: work that stalls must not promise a near end.
  const elapsed = Math.max(nowMilliseconds, last.atMilliseconds) - first.atMilliseconds;
  if (elapsed < shortestMilliseconds) return null;
  return ((1 - last.progress) * elapsed) / (last.progress - first.progress) / 1000;
}
