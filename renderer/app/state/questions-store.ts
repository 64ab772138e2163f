import { createStore } from 'zustand/vanilla';
import type { AnswerForm, EngineCard, FrameRange, Mode } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import { agreementTexts } from '../../texts/agreement.ts';
import { stateTexts } from '../../texts/app.ts';
import type { NoticesStore } from './notices-store.ts';
import { breakOffRun, newRun, type Run, type RunOrigin, type RunRequest } from './run.ts';
import { mergeRuns, withTrajectory } from './run-list.ts';
import { createRunStreams, type OpenStream } from './run-streams.ts';

/** `compare` asks twice: passive beside iterative. */
export type AskMode = Mode | 'compare';

/** What a question is about, and how its answer is to be read. */
export type AskDetails = Pick<RunRequest, 'form' | 'scope' | 'eventId' | 'blind'>;

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
  /** The questions asked on a clip, as the host has them now; the last one is shown where none was. */
  readonly load: (clipId: string | null) => Promise<void>;
  /** Takes in a question that somebody else asked, now that it has ended. */
  readonly take: (trajectoryId: string) => Promise<void>;
  readonly ask: (details?: AskDetails) => Promise<void>;
  readonly askAgain: (key: string) => Promise<void>;
  /** Asks further in the conversation of a finished run; false where that could not begin. */
  readonly followUp: (key: string, question: string, form: AnswerForm) => Promise<boolean>;
  /** Answers anew from another look at a turn: a run of its own, which is shown. */
  readonly rerun: (key: string, turn: number, range: FrameRange) => Promise<void>;
  /** Asks once more with the same engine, seed and settings: a run of its own, which is shown. */
  readonly replay: (key: string) => Promise<void>;
  /** Shows the answer of a run asked blind: an edit. */
  readonly reveal: (key: string) => Promise<void>;
  readonly cancel: (key: string) => void;
  readonly cancelAll: () => void;
  /** F: hands a range to the running question, continues the finished one, or keeps it for the next. */
  readonly lookHere: (range: FrameRange) => Promise<void>;
  readonly show: (keys: readonly string[]) => void;
  /** Shows a question by its trajectory; false where the clip has none such. */
  readonly showTrajectory: (trajectoryId: string) => boolean;
  readonly remove: (key: string) => Promise<void>;
};

export type QuestionsDependencies = { readonly client: Client; readonly notices: NoticesStore };

/** At most this many looks go with a question (contract). */
const maxDraftLooks = 8;

export const wholeClip: AskDetails = { form: { kind: 'text' }, scope: null, eventId: null, blind: false };

/** Questions on the open clip: asking, following, cancelling, looking along. */
export function createQuestionsStore({ client, notices }: QuestionsDependencies) {
  let nextKey = 1;

  return createStore<QuestionsState>()((set, get) => {
    const runOf = (key: string) => get().runs.find((run) => run.key === key);
    const update = (key: string, change: (run: Run) => Run) =>
      set((state) => ({ runs: state.runs.map((run) => (run.key === key ? change(run) : run)) }));
    const streams = createRunStreams({ notices, runOf, update });

    const start = (
      request: RunRequest,
      open: OpenStream = asking(request),
      origin: RunOrigin | null = null,
    ) => {
      const key = `new-${nextKey++}`;
      set((state) => ({ runs: [...state.runs, newRun(key, request, origin)] }));
      const done = async () => {
        if (runOf(key)?.running) await streams.follow(key, open);
      };
      return { key, done };
    };

    const asking =
      ({ scope, eventId, looks, ...request }: RunRequest): OpenStream =>
      (signal) =>
        client.questions.ask(
          {
            ...request,
            looks: [...looks],
            ...(scope ? { scope } : {}),
            ...(eventId === null ? {} : { eventId }),
          },
          { signal },
        );

    /** Local engines answer one after the other, so that their seconds can be compared; servers at once. */
    const runAll = async (started: readonly { done: () => Promise<void> }[], local: boolean) => {
      if (!local) await Promise.all(started.map(({ done }) => done()));
      else for (const { done } of started) await done();
    };

    const continueWith = (key: string, trajectoryId: string, range: FrameRange) =>
      streams.goOn(key, { waitingLooks: [range] }, (signal) =>
        client.questions.look({ trajectoryId, range }, { signal }),
      );

    /** A run made from a finished one, shown in its place. */
    const startFrom = async (
      key: string,
      origin: Pick<RunOrigin, 'kind' | 'turn'>,
      open: (trajectoryId: string) => OpenStream,
    ): Promise<void> => {
      const run = runOf(key);
      if (!run?.trajectory) return;
      const trajectoryId = run.trajectory.id;
      const again = start(run.request, open(trajectoryId), { ...origin, trajectoryId });
      set({ shown: [again.key] });
      await again.done();
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
        const before = get().runs;
        const trajectories = await client.questions.list({ clipId });
        set((state) => {
          if (state.clipId !== clipId) return {};
          const runs = mergeRuns(state.runs, before, trajectories);
          const shown = state.shown.filter((key) => runs.some((run) => run.key === key));
          const last = runs.at(-1)?.key;
          return { runs, shown: shown.length > 0 || !last ? shown : [last] };
        });
      },

      take: async (trajectoryId) => {
        const trajectory = await client.questions.get({ trajectoryId });
        set(({ clipId, runs }) =>
          trajectory.clipId === clipId ? { runs: withTrajectory(runs, trajectory) } : {},
        );
      },

      ask: async (details = wholeClip) => {
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
            ...details,
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

      followUp: async (key, question, form) => {
        const run = runOf(key);
        if (!run?.trajectory || run.running || question.trim() === '') return false;
        const trajectoryId = run.trajectory.id;
        return streams.goOn(key, {}, (signal) =>
          client.questions.followUp({ trajectoryId, question: question.trim(), form }, { signal }),
        );
      },
      rerun: (key, turn, range) =>
        startFrom(key, { kind: 'branch', turn }, (trajectoryId) => (signal) => {
          return client.questions.rerun({ trajectoryId, turn, range }, { signal });
        }),
      replay: (key) =>
        startFrom(key, { kind: 'replay', turn: null }, (trajectoryId) => (signal) => {
          return client.questions.replay({ trajectoryId }, { signal });
        }),

      reveal: async (key) => {
        const run = runOf(key);
        if (!run?.trajectory) return;
        const trajectoryId = run.trajectory.id;
        if (run.running) return notices.getState().tell('note', agreementTexts.stillAnswered);
        try {
          await client.questions.reveal({ trajectoryId });
          await get().take(trajectoryId);
        } catch (error) {
          notices.getState().tell('problem', describeError(error).message);
        }
      },

      cancel: (key) => {
        if (!streams.cancel(key) && runOf(key)?.running) update(key, (run) => breakOffRun(run, null));
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
      showTrajectory: (trajectoryId) => {
        const run = get().runs.find(({ trajectory }) => trajectory?.id === trajectoryId);
        if (run) set({ shown: [run.key] });
        return run !== undefined;
      },

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

export type QuestionsStore = ReturnType<typeof createQuestionsStore>;
