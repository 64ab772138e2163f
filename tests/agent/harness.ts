import { type AskRequest, askRequestSchema } from '#common/contract/index.ts';
import {
  applyTrajectoryEvent,
  type ClipAnalysis,
  DeepSportError,
  type EngineProtocol,
  type FrameRange,
  type Step,
  type Trajectory,
  type TrajectoryEvent,
} from '#common/domain/index.ts';
import { type Agent, type AgentDependencies, createAgent, type TrajectoryLog } from '#main/agent/index.ts';
import {
  createScriptedModel,
  defaultProtocol,
  type Script,
  type ScriptedModel,
  type ScriptedModelOptions,
  type UserMessage,
} from '#main/inference/index.ts';
import { type ClipAnalyser, createSyntheticVideoService, type VideoService } from '#main/video/index.ts';

/** Short prompts, so that a test can state messages word for word. */
const testProtocol: EngineProtocol = {
  ...defaultProtocol(32_768),
  prompts: {
    system: 'SYSTEM',
    question: 'Q {question} of {frameCount}, last {lastFrame}',
    passive: 'PASSIVE {question} of {frameCount}, last {lastFrame}',
    look: 'LOOK {first}-{last} x{count}\n',
    analystLook: 'ANALYST {first}-{last} x{count}\n',
    toolResult: 'TOLD {call}: {text}\n',
    answerOnly: 'ANSWER NOW',
    repair: 'REPAIR {problem}',
  },
};

type MemoryLog = Omit<TrajectoryLog, 'readOnly'> & {
  readOnly: string | null;
  readonly trajectories: Map<string, Trajectory>;
  failWith?: DeepSportError;
};

function createMemoryLog(): MemoryLog {
  const trajectories = new Map<string, Trajectory>();
  const change = (id: string, apply: (trajectory: Trajectory) => Trajectory) => {
    if (log.failWith) throw log.failWith;
    const trajectory = trajectories.get(id);
    if (!trajectory) throw new Error(`No trajectory ${id} was started.`);
    trajectories.set(id, apply(trajectory));
  };
  const log: MemoryLog = {
    trajectories,
    readOnly: null,
    start: (trajectory) => {
      if (log.failWith) throw log.failWith;
      trajectories.set(trajectory.id, trajectory);
    },
    resume: (id) => change(id, (t) => ({ ...t, status: 'running', formatValid: null, failure: null })),
    step: (id, step) => change(id, (t) => applyTrajectoryEvent(t, { type: 'step', step })),
    end: (id, end) =>
      change(id, (t) => {
        if (t.status !== 'running') throw new Error(`Trajectory ${id} ended twice.`);
        return applyTrajectoryEvent(t, end);
      }),
    get: (id) => trajectories.get(id),
    isVeiled: () => false,
  };
  return log;
}

/** What a clip of 230 frames is made of, as far as its analysis has come; not begun unless a test says otherwise. */
export const analysisOf = (change: Partial<ClipAnalysis> = {}): ClipAnalysis => ({
  status: change.framesDone === undefined ? 'none' : 'running',
  framesDone: 0,
  frameCount: 230,
  shots: [],
  transitions: [],
  thumbnailStride: 1,
  waveformRate: null,
  ...change,
});

/** An analyser that knows this much, and has the same motion in every frame unless told. */
export const knowing = (
  analysis: ClipAnalysis,
  energy: (frame: number) => number = () => 0.1,
): Pick<ClipAnalyser, 'state' | 'motion'> => ({
  state: async () => analysis,
  motion: async () => ({
    energy: Float32Array.from({ length: analysis.framesDone }, (_, frame) => energy(frame)),
    frameCount: analysis.frameCount,
  }),
});

export type World = AsyncDisposable & {
  readonly agent: Agent;
  readonly model: ScriptedModel;
  readonly log: MemoryLog;
  readonly video: VideoService;
  /** Frame numbers of each call of the decoder. */
  readonly extracted: (readonly number[])[];
  ask(request?: Partial<AskRequest>, signal?: AbortSignal): AsyncIterable<TrajectoryEvent>;
};

export type WorldOptions = {
  readonly script: Script;
  readonly protocol?: Partial<EngineProtocol>;
  readonly model?: Partial<ScriptedModelOptions>;
  readonly clip?: string;
  readonly dependencies?: Partial<AgentDependencies>;
  readonly frames?: VideoService['frames'];
};

/** An agent over the shipped fakes: a clip of 230 frames at 30 frames a second, 640×480. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const path = options.clip ?? 'synthetic:frames=230,fps=30,size=640x480';
  const video = createSyntheticVideoService();
  const info = { ...(await video.probe(path)), id: 'clip-1', name: 'dive.mp4' };
  const model = createScriptedModel({
    script: options.script,
    card: { id: 'fake', name: 'Fake', protocol: { ...testProtocol, ...options.protocol } },
    frameSize: () => ({ width: 32, height: 24 }),
    ...options.model,
  });
  const log = createMemoryLog();
  const extracted: (readonly number[])[] = [];
  const frames: VideoService['frames'] = (clip, indices, size, frameOptions) => {
    extracted.push(indices);
    return (options.frames ?? video.frames)(clip, indices, size, frameOptions);
  };
  let time = Date.UTC(2026, 0, 2);
  let ids = 0;
  const agent = createAgent({
    video: { frames },
    analyser: knowing(analysisOf()),
    engines: {
      card: async (reference) => {
        if (reference !== 'fake') throw new DeepSportError('NOT_FOUND', `There is no engine ${reference}.`);
        return model.card;
      },
      open: async () => model,
    },
    clips: { get: (id) => (id === 'clip-1' ? { info, source: { path } } : undefined) },
    log,
    proposals: { propose: async () => null, reveal: async () => null },
    clock: () => {
      time += 250;
      return time;
    },
    createId: () => `t${++ids}`,
    defaultEngine: 'fake',
    ...options.dependencies,
  });
  return {
    agent,
    model,
    log,
    video,
    extracted,
    ask: (request = {}, signal) =>
      agent.ask(
        { ...askRequestSchema.parse({ clipId: 'clip-1', question: 'Which dive?' }), ...request },
        { signal },
      ),
    async [Symbol.asyncDispose]() {
      await agent[Symbol.asyncDispose]();
      await video[Symbol.asyncDispose]();
    },
  };
}

export async function collect(events: AsyncIterable<TrajectoryEvent>): Promise<TrajectoryEvent[]> {
  const collected: TrajectoryEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

/** The trajectory that the events tell; fails unless they begin and end as the port promises. */
export async function tellTrajectory(events: AsyncIterable<TrajectoryEvent>): Promise<Trajectory> {
  return trajectoryOf(await collect(events));
}

export function trajectoryOf(events: readonly TrajectoryEvent[]): Trajectory {
  const [first] = events;
  if (first?.type !== 'trajectory-start') throw new Error('The first event is not trajectory-start.');
  const ends = events.filter(({ type }) => type === 'trajectory-end');
  if (ends.length !== 1 || events.at(-1) !== ends[0]) throw new Error('trajectory-end is not once and last.');
  return events.reduce(applyTrajectoryEvent, first.trajectory);
}

/** A message as text, each picture as `[n]`. */
export const messageText = (message: UserMessage | undefined): string =>
  (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : `[${part.frame.index}]`)).join('');

/** The whole conversation up to a message: what was put in place first, each reply between slashes. */
export const conversationText = (asked: ScriptedModel['sent'][number] | undefined): string =>
  [
    ...(asked?.past ?? []).map(({ message, reply }) => `${messageText(message)}/${reply}/`),
    messageText(asked?.message),
  ].join('');

/** The default labels and pictures of frames. */
export const shown = (...frames: readonly number[]): string =>
  frames.map((frame) => `frame ${frame}:[${frame}]`).join('');

export const turns = (trajectory: Trajectory) =>
  trajectory.steps.filter((step: Step) => step.kind === 'turn');

export const notices = (trajectory: Trajectory): readonly string[] =>
  trajectory.steps.flatMap((step) => (step.kind === 'notice' ? [step.message] : []));

/** Who showed which frames, in order. */
export const looks = (trajectory: Trajectory) =>
  trajectory.steps.flatMap((step) =>
    step.kind === 'frames'
      ? [{ by: step.by, range: step.range, frames: step.frames.map((f) => f.index) }]
      : [],
  );

export const warnings = (trajectory: Trajectory): readonly string[] =>
  turns(trajectory).flatMap((turn) => turn.warnings.map(({ kind }) => kind));

export const replies = {
  look: (start: number, end: number) =>
    `<think>I look at frames ${start}–${end}.</think><tool_call>frame_extraction_tool(${start}, ${end})</tool_call>`,
  call: (call: string, thought = 'I ask.') => `<think>${thought}</think><tool_call>${call}</tool_call>`,
  answer: (text: string, thought = 'I know it.') => `<think>${thought}</think><answer>${text}</answer>`,
};

export const range = (start: number, end: number): FrameRange => ({ start, end });
