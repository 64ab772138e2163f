import type { TrajectoryEvent } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled, type Problem } from '../../client/describe-error.ts';
import { stateTexts } from '../../texts/app.ts';
import type { NoticesStore } from './notices-store.ts';
import { progressFraction, progressWords } from './progress-words.ts';
import { applyRunEvent, breakOffRun, type Run } from './run.ts';

export type RunStreamsParts = {
  readonly notices: NoticesStore;
  readonly runOf: (key: string) => Run | undefined;
  readonly update: (key: string, change: (run: Run) => Run) => void;
};

type Events = Awaited<ReturnType<Client['questions']['ask']>>;
export type OpenStream = (signal: AbortSignal) => Promise<AsyncIterable<TrajectoryEvent> | Events>;

/** Follows the streams of questions into their runs, each as a job that can be cancelled. */
export function createRunStreams({ notices, runOf, update }: RunStreamsParts) {
  const aborters = new Map<string, AbortController>();

  /** Why it broke off before it told anything; null where it began. */
  const follow = async (key: string, open: OpenStream): Promise<Problem | null> => {
    const aborter = new AbortController();
    aborters.set(key, aborter);
    const words = stateTexts.asking(runOf(key)?.request.question ?? '');
    const job = notices.getState().startJob(words, () => aborter.abort());
    let begun = false;
    try {
      for await (const event of await open(aborter.signal)) {
        begun = true;
        update(key, (run) => applyRunEvent(run, event));
        if (event.type === 'progress')
          job.update({ words: progressWords(event), fraction: progressFraction(event) });
      }
      if (runOf(key)?.running) update(key, (run) => breakOffRun(run, describeError(new Error('WebSocket'))));
      return null;
    } catch (error) {
      const problem = aborter.signal.aborted || isCancelled(error) ? null : describeError(error);
      update(key, (run) => breakOffRun(run, problem));
      return begun ? null : problem;
    } finally {
      aborters.delete(key);
      job.end();
    }
  };

  return {
    follow,
    /** Goes on in the conversation of a run; where that cannot begin, the run stays as it was. False then. */
    goOn: async (key: string, change: Partial<Run>, open: OpenStream): Promise<boolean> => {
      const before = runOf(key);
      if (!before) return false;
      update(key, (run) => ({ ...run, running: true, problem: null, ...change }));
      const problem = await follow(key, open);
      if (!problem) return true;
      update(key, () => before);
      notices.getState().tell('problem', problem.message);
      return false;
    },
    /** False where nothing is followed under this key. */
    cancel: (key: string): boolean => {
      const aborter = aborters.get(key);
      aborter?.abort();
      return aborter !== undefined;
    },
  };
}
