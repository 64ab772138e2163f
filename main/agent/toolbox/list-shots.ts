import { type ClipAnalysis, type FrameRange, frameRangeLength } from '#common/domain/index.ts';
import { type AnalysisSource, analysedSoFar, transitionWords } from './analysis-source.ts';

/** More would crowd out the frames in the engine's context. */
const mostShots = 60;

/**
 * `list_shots()`: the shots of a clip with their frames and what each begins with, as text for an engine and a person.
 * Where the analysis is still on its way the text says how far it is. Throws what `ClipAnalyser.state` throws.
 */
export async function listShots({ analyser, source, signal }: AnalysisSource): Promise<string> {
  const analysis = await analyser.state(source, { signal });
  const { shots, framesDone, frameCount } = analysis;
  const isWhole = framesDone >= frameCount;
  if (framesDone === 0) return `${analysedSoFar(0)} Its shots are not known; look at frames instead.`;
  const whole = `frames 0–${framesDone - 1}`;
  const summary =
    shots.length > 1 || analysis.transitions.length > 0
      ? [heading(shots.length, whole), ...shotLines(analysis)]
      : [`No cut, fade, dissolve or wipe in ${whole}: one shot.`];
  return [
    ...summary,
    ...(isWhole ? [] : [`${analysedSoFar(framesDone)} Later shots are not known yet.`]),
  ].join('\n');
}

const heading = (count: number, whole: string): string => {
  const shots = `${count} ${count === 1 ? 'shot' : 'shots'} in ${whole}`;
  return count > mostShots ? `${shots}; the ${mostShots} longest in their order:` : `${shots}:`;
};

function shotLines({ shots, transitions }: ClipAnalysis): readonly string[] {
  const listed = new Set(longest(shots));
  return shots.flatMap((shot, place) => {
    if (!listed.has(shot)) return [];
    const within = transitions.filter(({ range }) => range.start >= shot.start && range.start <= shot.end);
    const told = within.map((transition) =>
      transition.range.start === shot.start
        ? `, begins with a ${transitionWords(transition)}`
        : `, has a ${transitionWords(transition)}`,
    );
    return [`shot ${place + 1}: frames ${shot.start}–${shot.end}${told.join('')}`];
  });
}

const longest = (shots: readonly FrameRange[]): readonly FrameRange[] =>
  shots.toSorted((a, b) => frameRangeLength(b) - frameRangeLength(a)).slice(0, mostShots);
