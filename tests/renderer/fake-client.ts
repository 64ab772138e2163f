import { defaultSettings } from '#common/contract/index.ts';
import type {
  ClipAnalysis,
  ClipInfo,
  CurrentProject,
  EngineCard,
  Job,
  MissingClip,
  QuestionBatch,
  RecordUpdate,
  Trajectory,
  TrajectoryEvent,
} from '#common/domain/index.ts';
import type { Client } from '#renderer/client/client.ts';

export type FakeCalls = { readonly name: string; readonly input: unknown }[];

export type FakeClientOptions = {
  readonly clips?: readonly ClipInfo[];
  readonly engines?: readonly EngineCard[];
  readonly trajectories?: readonly Trajectory[];
  /** In place of `trajectories`, where they change. */
  readonly onList?: () => readonly Trajectory[];
  /** The stream of `questions.ask`; it should end when the signal fires. */
  readonly onAsk?: (
    input: { mode: string },
    signal: AbortSignal | undefined,
  ) => AsyncGenerator<TrajectoryEvent>;
  readonly onLook?: () => AsyncGenerator<TrajectoryEvent>;
  readonly interjects?: boolean;
  /** The answer to each question about the analysis. */
  readonly onAnalysis?: () => ClipAnalysis;
  /** Fails where it throws. */
  readonly onAnalysisStart?: () => void;
  /** The stream of `jobs.watch`. */
  readonly onJobs?: (signal: AbortSignal | undefined) => AsyncGenerator<Job[]>;
  /** The stream of `record.watch`. */
  readonly onRecord?: (signal: AbortSignal | undefined) => AsyncGenerator<RecordUpdate>;
  /** Fails where it throws. */
  readonly onEdit?: () => number;
  readonly onFollowUp?: () => AsyncGenerator<TrajectoryEvent>;
  readonly onRerun?: () => AsyncGenerator<TrajectoryEvent>;
  readonly onProbe?: (input: { change: string }) => AsyncGenerator<TrajectoryEvent>;
  /** The tests of answers that are kept. */
  readonly probes?: readonly Trajectory[];
  /** The stream of `batches.watch`. */
  readonly onBatches?: (signal: AbortSignal | undefined) => AsyncGenerator<QuestionBatch[]>;
  /** Fails where it throws. */
  readonly onBatchStart?: () => string;
  /** The stream of `projects.watch`. */
  readonly onProjects?: (signal: AbortSignal | undefined) => AsyncGenerator<CurrentProject>;
  readonly onMissing?: () => readonly MissingClip[];
  /** The number of missing clips found. */
  readonly onFind?: () => number;
  /** Fails where it throws. */
  readonly onJobCancel?: () => void;
};

async function* noJobs(signal: AbortSignal | undefined): AsyncGenerator<Job[]> {
  yield [];
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}

async function* emptyRecord(signal: AbortSignal | undefined): AsyncGenerator<RecordUpdate> {
  const history = { undo: null, redo: null };
  yield { type: 'snapshot', revision: 0, items: [], history, readOnly: null };
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}

async function* noBatches(signal: AbortSignal | undefined): AsyncGenerator<QuestionBatch[]> {
  yield [];
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}

const project: CurrentProject = { id: 'project-1', name: 'First project', readOnly: null, notice: null };

async function* oneProject(signal: AbortSignal | undefined): AsyncGenerator<CurrentProject> {
  yield project;
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}

async function* nothing(): AsyncGenerator<TrajectoryEvent> {}

/** A client in memory that answers at once and notes what it was called with. */
export function createFakeClient(options: FakeClientOptions = {}): { client: Client; calls: FakeCalls } {
  const calls: FakeCalls = [];
  const removed = new Set<string>();
  const call =
    <Input, Output>(name: string, answer: (input: Input, signal: AbortSignal | undefined) => Output) =>
    async (input: Input, { signal }: { signal?: AbortSignal } = {}): Promise<Output> => {
      calls.push({ name, input });
      return answer(input, signal);
    };
  const client = {
    application: {
      info: call('info', () => ({ version: '0', host: 'web', canChooseFiles: false, networkBytesSent: 0 })),
      settings: call('settings', () => defaultSettings),
      updateSettings: call('updateSettings', () => defaultSettings),
    },
    clips: {
      list: call('clips.list', () => (options.clips ?? []).filter(({ id }) => !removed.has(id))),
      open: call('clips.open', () => options.clips?.[0]),
      choose: call('clips.choose', () => null),
      get: call('clips.get', () => options.clips?.[0]),
      frameTimes: call('frameTimes', () => ({ timestampsSeconds: [0, 0.04, 0.08], keyFrames: [0] })),
      remove: call('clips.remove', ({ clipId }: { clipId: string }) => void removed.add(clipId)),
      missing: call('clips.missing', () => options.onMissing?.() ?? []),
      findMissing: call('clips.findMissing', () => options.onFind?.() ?? 0),
      relink: call('clips.relink', () => options.clips?.[0]),
      chooseRelink: call('clips.chooseRelink', () => options.clips?.[0] ?? null),
    },
    projects: {
      watch: call('projects.watch', (_: unknown, signal) => (options.onProjects ?? oneProject)(signal)),
      list: call('projects.list', () => []),
      create: call('projects.create', (input: { name: string }) => ({
        ...project,
        id: input.name,
        name: input.name,
      })),
      open: call('projects.open', (input: { projectId: string }) => ({ ...project, id: input.projectId })),
      choose: call('projects.choose', () => null),
      openFile: call('projects.openFile', () => project),
      rename: call('projects.rename', () => undefined),
      forget: call('projects.forget', () => undefined),
    },
    analysis: {
      start: call('analysis.start', () => options.onAnalysisStart?.()),
      get: call('analysis.get', () => options.onAnalysis?.()),
    },
    exports: { start: call('exports.start', () => 'job-1') },
    jobs: {
      watch: call('jobs.watch', (_: unknown, signal) => (options.onJobs ?? noJobs)(signal)),
      cancel: call('jobs.cancel', () => options.onJobCancel?.()),
    },
    engines: { list: call('engines.list', () => options.engines ?? []), card: call('card', () => undefined) },
    record: {
      watch: call('record.watch', (_: unknown, signal) => (options.onRecord ?? emptyRecord)(signal)),
      edit: call('record.edit', () => options.onEdit?.() ?? 1),
      undo: call('record.undo', () => null),
      redo: call('record.redo', () => null),
      history: call('record.history', () => []),
      noteSeen: call('record.noteSeen', () => undefined),
      seen: call('record.seen', () => []),
    },
    batches: {
      watch: call('batches.watch', (_: unknown, signal) => (options.onBatches ?? noBatches)(signal)),
      start: call('batches.start', () => options.onBatchStart?.() ?? 'batch-1'),
      pause: call('batches.pause', () => undefined),
      resume: call('batches.resume', () => undefined),
      retry: call('batches.retry', () => undefined),
      remove: call('batches.remove', () => undefined),
    },
    questions: {
      ask: call('ask', (input: { mode: string }, signal) => options.onAsk?.(input, signal) ?? nothing()),
      followUp: call('followUp', () => options.onFollowUp?.() ?? nothing()),
      rerun: call('rerun', () => options.onRerun?.() ?? nothing()),
      replay: call('replay', () => options.onRerun?.() ?? nothing()),
      probe: call('probe', (input: { change: string }) => options.onProbe?.(input) ?? nothing()),
      probes: call('questions.probes', () => options.probes ?? []),
      reveal: call('questions.reveal', () => undefined),
      look: call('look', () => options.onLook?.() ?? nothing()),
      interject: call('interject', () => options.interjects ?? false),
      list: call('questions.list', () => options.onList?.() ?? options.trajectories ?? []),
      get: call('questions.get', () => options.trajectories?.[0]),
      remove: call('questions.remove', () => undefined),
    },
  };
  return { client: client as unknown as Client, calls };
}
