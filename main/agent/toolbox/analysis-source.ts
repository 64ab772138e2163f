import type { Transition } from '#common/domain/index.ts';
import type { ClipAnalyser, ClipSource } from '#main/video/index.ts';

/** Where the text tools read. They never start an analysis: a question costs no pass over the clip. */
export type AnalysisSource = {
  readonly analyser: Pick<ClipAnalyser, 'state' | 'motion'>;
  readonly source: ClipSource;
  readonly signal?: AbortSignal | undefined;
};

/** `wipe over frames 59–66`, `cut at frame 121`. */
export const transitionWords = ({ kind, range: { start, end } }: Transition): string =>
  start === end ? `${kind} at frame ${start}` : `${kind} over frames ${start}–${end}`;

/** Why later frames are missing from a result; `framesDone` of them are analysed. */
export const analysedSoFar = (framesDone: number): string =>
  framesDone === 0
    ? 'The clip is not analysed yet.'
    : `The clip is analysed up to frame ${framesDone - 1} so far.`;
