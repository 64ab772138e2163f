import {
  type FrameRange,
  sampleEvenly,
  sampleOutside,
  type Transition,
  transitionAt,
} from '#common/domain/index.ts';
import { withAbort } from '#main/platform/index.ts';
import { transitionWords } from '../toolbox/analysis-source.ts';
import type { RunContext } from './run-context.ts';

/** How long a question waits to hear whether there is an analysis. */
const patienceMilliseconds = 500;

/**
 * The frames of the first view: even over the range, and outside fades, dissolves and wipes as far as the analysis
 * knows them. A notice tells which frames were moved. A question never waits for an analysis, nor fails without it.
 */
export async function firstFrames(
  context: RunContext,
  range: FrameRange,
  count: number,
): Promise<readonly number[]> {
  const { recorder, firstView } = context;
  if (firstView?.length === count) return firstView;
  const even = sampleEvenly(range, count);
  const transitions = await knownTransitions(context);
  const left = [...new Set(even.flatMap((frame) => transitionAt(transitions, frame) ?? []))];
  if (left.length === 0) return even;
  const chosen = sampleOutside(range, count, transitions);
  const gone = even.filter((frame) => !chosen.includes(frame));
  const come = chosen.filter((frame) => !even.includes(frame));
  if (gone.length > 0) recorder.record({ kind: 'notice', message: movedSentence(left, gone, come) });
  return chosen;
}

async function knownTransitions({ analyser, clip, signal }: RunContext): Promise<readonly Transition[]> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
  try {
    return (await withAbort(analyser.state(clip.source, { signal: patience }), patience)).transitions;
  } catch {
    // Cancelled or without an analysis: what comes next notices the one, and does without the other.
    return [];
  }
}

const movedSentence = (
  transitions: readonly Transition[],
  gone: readonly number[],
  come: readonly number[],
): string =>
  `The first view leaves out changes of shot (${transitions.map(transitionWords).join(', ')}): ` +
  (come.length > 0
    ? `${listed(come)} ${come.length === 1 ? 'is' : 'are'} shown in place of ${listed(gone)}.`
    : `${listed(gone)} ${gone.length === 1 ? 'is' : 'are'} not shown.`);

const listed = (frames: readonly number[]): string =>
  `${frames.length === 1 ? 'frame' : 'frames'} ${frames.join(', ')}`;
