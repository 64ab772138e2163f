import { createStore } from 'zustand/vanilla';
import type { EngineCard, FrameRange, Mode, TrajectoryEvent } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';
import { stateTexts } from '../../texts/app.ts';
import type { NoticesStore } from './notices-store.ts';
import { progressFraction, progressWords } from './progress-words.ts';
import { applyRunEvent, breakOffRun, newRun, type Run, type RunRequest, runOfTrajectory } from './run.ts';

/** `compare` asks twice: passive beside iterative. */
export type AskMode = Mode | 'compare';

export type QuestionsState = {
  readonly clipId: string | null;
  readonly engines: readonly EngineCard[];
  readonly engineId: string | null;
  readonly mode: AskMode;
  /** What stands in the question box. */
  readonly draft: string;
  /** Grows each time the question box is asked to take the focus. */
  readonly boxAsked: number;
  /** Looks chosen before a question exists; handed in with it. */
  readonly draftLooks: readonly FrameRange[];
  /** Every question on the clip, oldest first. */
  readonly runs: readonly Run[];
  /** Keys of the runs shown: none, one, or two side by side. */
  readonly shown: readonly string[];

  readonly setEngines: (engines: readonly EngineCard[], preferred: string) => void;
  readonly chooseEngine: (engineId: string) => void;
  readonly chooseMode: (mode: AskMode) => void;
  readonly setDraft: (draft: string) => void;
  readonly focusBox: () => void;
  readonly removeDraftLook: (look: FrameRange) => void;
  /** Shows the questions already asked on a clip, the last one first. */
  readonly load: (clipId: string | null) => Promise<void>;
  readonly ask: () => Promise<void>;
  readonly askAgain: (key: string) => Promise<void>;
  readonly cancel: (key: string) => void;
  readonly cancelAll: () => void;
  /** F: hands a range to the running question, continues the finished one, or keeps it for the next. */
  readonly lookHere: (range: FrameRange) => Promise<void>;
  readonly show: (keys: readonly string[]) => void;
  readonly remove: (key: string) => Promise<void>;
};

export type QuestionsDependencies = { readonly client: Client; readonly notices: NoticesStore };

/** At most this many looks go with a question (contract). */
const maxDraftLooks = 8;

/** Questions on the open clip: asking, following, cancelling, looking along. */
export function createQuestionsStore({ client, notices }: QuestionsDependencies) {
  let nextKey = 1;
  const aborters = new Map<string, AbortController>();

  return createStore<QuestionsState>()((set, get) => {
    const runOf = (key: string) => get().runs.find((run) => run.key === key);
    const update = (key: string, change: (run: Run) => Run) =>
      set((state) => ({ runs: state.runs.map((run) => (run.key === key ? change(run) : run)) }));

    const follow = async (
      key: string,
      open: (signal: AbortSignal) => Promise<AsyncIterable<TrajectoryEvent>>,
    ): Promise<void> => {
      const aborter = new AbortController();
      aborters.set(key, aborter);
      const job = notices
        .getState()
        .startJob(stateTexts.asking(runOf(key)?.request.question ?? ''), () => aborter.abort());
      try {
        for await (const event of await open(aborter.signal)) {
          update(key, (run) => applyRunEvent(run, event));
          if (event.type === 'progress')
            job.update({ words: progressWords(event), fraction: progressFraction(event) });
        }
        if (runOf(key)?.running)
          update(key, (run) => breakOffRun(run, describeError(new Error('WebSocket'))));
      } catch (error) {
        const stopped = aborter.signal.aborted || isCancelled(error);
        update(key, (run) => breakOffRun(run, stopped ? null : describeError(error)));
      } finally {
        aborters.delete(key);
        job.end();
      }
    };

    const start = (request: RunRequest): { key: string; done: () => Promise<void> } => {
      const key = `new-${nextKey++}`;
      set((state) => ({ runs: [...state.runs, newRun(key, request)] }));
      const done = async () => {
        if (!runOf(key)?.running) return;
        await follow(key, (signal) =>
          client.questions.ask(
            {
              clipId: request.clipId,
              question: request.question,
              mode: request.mode,
              engine: request.engine,
              looks: [...request.looks],
            },
            { signal },
          ),
        );
      };
      return { key, done };
    };

    /** Local engines answer one after the other, so that their seconds can be compared; servers at once. */
    const runAll = async (started: readonly { done: () => Promise<void> }[], local: boolean) => {
      if (!local) await Promise.all(started.map(({ done }) => done()));
      else for (const { done } of started) await done();
    };

    const continueWith = async (key: string, trajectoryId: string, range: FrameRange) => {
      update(key, (run) => ({ ...run, running: true, waitingLooks: [range], problem: null }));
      await follow(key, (signal) => client.questions.look({ trajectoryId, range }, { signal }));
    };

    return {
      clipId: null,
      engines: [],
      engineId: null,
      mode: 'iterative',
      draft: '',
      boxAsked: 0,
      draftLooks: [],
      runs: [],
      shown: [],

      setEngines: (engines, preferred) =>
        set((state) => {
          const wanted = [state.engineId, preferred].find((id) => engines.some((engine) => engine.id === id));
          return { engines, engineId: wanted ?? engines[0]?.id ?? null };
        }),
      chooseEngine: (engineId) => set({ engineId }),
      chooseMode: (mode) => set({ mode }),
      setDraft: (draft) => set({ draft }),
      focusBox: () => set((state) => ({ boxAsked: state.boxAsked + 1 })),
      removeDraftLook: (look) =>
        set((state) => ({ draftLooks: state.draftLooks.filter((other) => other !== look) })),

      load: async (clipId) => {
        if (clipId !== get().clipId) set({ clipId, runs: [], shown: [], draftLooks: [] });
        if (!clipId) return;
        const trajectories = await client.questions.list({ clipId });
        set((state) => {
          if (state.clipId !== clipId) return {};
          const known = new Set(state.runs.map((run) => run.trajectory?.id));
          const older = trajectories.filter(({ id }) => !known.has(id)).map(runOfTrajectory);
          const last = older.at(-1)?.key;
          return {
            runs: [...older, ...state.runs],
            shown: state.shown.length || !last ? state.shown : [last],
          };
        });
      },

      ask: async () => {
        const { clipId, engineId, mode, draft, draftLooks, engines } = get();
        const question = draft.trim();
        if (!clipId || !question) return;
        if (!engineId) return notices.getState().tell('problem', stateTexts.noEngine);
        const local = engines.find((engine) => engine.id === engineId)?.local ?? true;
        const modes: readonly Mode[] = mode === 'compare' ? ['passive', 'iterative'] : [mode];
        const started = modes.map((each) =>
          start({
            clipId,
            question,
            mode: each,
            engine: engineId,
            looks: each === 'passive' && mode === 'compare' ? [] : draftLooks,
          }),
        );
        set({ shown: started.map(({ key }) => key), draft: '', draftLooks: [] });
        await runAll(started, local);
      },

      askAgain: async (key) => {
        const run = runOf(key);
        if (!run) return;
        const again = start(run.request);
        set((state) => ({ shown: state.shown.map((other) => (other === key ? again.key : other)) }));
        if (!get().shown.includes(again.key)) set({ shown: [again.key] });
        await again.done();
      },

      cancel: (key) => {
        const aborter = aborters.get(key);
        if (aborter) aborter.abort();
        else if (runOf(key)?.running) update(key, (run) => breakOffRun(run, null));
      },
      cancelAll: () => {
        for (const run of get().runs) if (run.running) get().cancel(run.key);
      },

      lookHere: async (range) => {
        const shown = get().shown.flatMap((key) => runOf(key) ?? []);
        const run = shown.find(({ request }) => request.mode !== 'passive') ?? shown[0];
        if (!run) {
          set((state) => ({ draftLooks: [...state.draftLooks, range].slice(-maxDraftLooks) }));
          return;
        }
        try {
          if (run.running) {
            update(run.key, (before) => ({ ...before, waitingLooks: [...before.waitingLooks, range] }));
            if (
              run.trajectory &&
              (await client.questions.interject({ trajectoryId: run.trajectory.id, range }))
            )
              return;
            update(run.key, (before) => ({
              ...before,
              waitingLooks: before.waitingLooks.filter((look) => look !== range),
            }));
          }
          const now = runOf(run.key);
          if (now?.trajectory && !now.running) await continueWith(now.key, now.trajectory.id, range);
          else notices.getState().tell('problem', stateTexts.lookTooEarly);
        } catch (error) {
          update(run.key, (before) => ({ ...before, waitingLooks: [] }));
          notices.getState().tell('problem', describeError(error).message);
        }
      },

      show: (shown) => set({ shown }),

      remove: async (key) => {
        const run = runOf(key);
        get().cancel(key);
        set((state) => ({
          runs: state.runs.filter((other) => other.key !== key),
          shown: state.shown.filter((other) => other !== key),
        }));
        if (!run?.trajectory) return;
        try {
          await client.questions.remove({ trajectoryId: run.trajectory.id });
        } catch (error) {
          notices.getState().tell('problem', describeError(error).message);
        }
      },
    };
  });
}
