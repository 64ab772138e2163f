import { randomUUID } from 'node:crypto';
import { type AskRequest, defaultSettings } from '#common/contract/index.ts';
import {
  applyTrajectoryEvent,
  type ClipAnalysis,
  type ClipInfo,
  DeepSportError,
  type EngineCard,
  type ExportRequest,
  type FrameRange,
  type KnownModel,
  type Trajectory,
  type TrajectoryEvent,
} from '#common/domain/index.ts';
import { createEnvironmentSecrets, createJobBoard } from '#main/platform/index.ts';
import { openProject } from '#main/project/index.ts';
import type { Services } from '#main/rpc/services.ts';

export const clip: ClipInfo = {
  id: 'clip-1',
  name: 'dive.mp4',
  sizeBytes: 1000,
  container: 'MP4',
  codec: 'H.264',
  codecString: 'avc1.64001f',
  width: 320,
  height: 240,
  rotationDegrees: 0,
  frameCount: 60,
  firstTimestampSeconds: 0,
  durationSeconds: 2,
  averageFrameRate: 30,
  variableFrameRate: false,
  keyFrameCount: 2,
  hasAudio: false,
  videoTracks: [
    { number: 0, codec: 'H.264', width: 320, height: 240 },
    { number: 1, codec: 'H.264', width: 160, height: 120 },
  ],
  videoTrack: 0,
  bitDepth: 8,
  scan: 'progressive',
  dynamicRange: 'standard',
  truncated: false,
  convertedFrom: null,
  captureRate: null,
  timeScale: 1,
};

export const analysis: ClipAnalysis = {
  status: 'paused',
  framesDone: 30,
  frameCount: 60,
  shots: [{ start: 0, end: 29 }],
  transitions: [{ kind: 'wipe', range: { start: 12, end: 17 } }],
  thumbnailStride: 1,
  waveformRate: 100,
};

const prompts = {
  system: '',
  question: '{question}',
  passive: '{question}',
  look: '',
  analystLook: '',
  answerOnly: '',
  toolResult: '',
  repair: '',
};

export const engineCard: EngineCard = {
  id: 'nano',
  name: 'Nano',
  adapter: 'scripted',
  family: 'test',
  summary: 'A stand-in of the tests; it knows nothing.',
  knows: [],
  declines: [],
  device: 'CPU',
  local: true,
  contextTokens: 1000,
  weightsSha256: null,
  licence: null,
  capabilities: null,
  speed: null,
  protocol: {
    initialFrames: 8,
    framesPerLook: 8,
    passiveFrames: 16,
    maxTurns: 5,
    maxFrames: 48,
    frameLabel: '{index}',
    maxAnswerTokens: 64,
    tools: ['frame_extraction_tool'],
    longClip: null,
    prompts,
  },
};

export const knownModel: KnownModel = {
  hubId: 'somebody/Tiny-VL',
  name: 'Tiny',
  family: 'Qwen2.5-VL',
  billionParameters: 0.1,
  licence: 'Apache-2.0',
  needs: 'Nothing.',
};

/** What the fakes were asked, so that tests can see what reached them. */
export type Seen = {
  asked: AskRequest[];
  aborted: number;
  removedClips: string[];
  ended: string[];
  analysed: string[];
  exported: ExportRequest[];
};

const engineIdentity = {
  id: 'nano',
  name: 'Nano',
  device: 'CPU',
  local: true,
  weightsSha256: null,
  summary: engineCard.summary,
};

function newTrajectory(id: string, request: AskRequest): Trajectory {
  return {
    id,
    clipId: request.clipId,
    clipName: clip.name,
    question: request.question,
    mode: request.mode,
    engine: engineIdentity,
    seed: request.seed,
    scope: request.scope ?? null,
    eventId: null,
    form: request.form,
    settings: null,
    branch: null,
    probe: null,
    blind: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    status: 'running',
    steps: [],
    answer: null,
    formatValid: null,
    failure: null,
  };
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    if (!signal || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Services without video or models, one for each test. The agent answers with the question's words; a question
 * `wait` runs until it is cancelled, `fail` ends as failed, `explode` breaks its promise and throws midway.
 */
export function createFakeServices(overrides: Partial<Services> = {}): Services & { readonly seen: Seen } {
  const seen: Seen = { asked: [], aborted: 0, removedClips: [], ended: [], analysed: [], exported: [] };
  const trajectories = new Map<string, Trajectory>();
  let settings = defaultSettings;
  let clips = [clip];

  const clipOf = (clipId: string) => {
    const found = clips.find(({ id }) => id === clipId);
    if (found) return found;
    throw new DeepSportError('NOT_FOUND', 'This clip is no longer open: open its file again.', { clipId });
  };

  async function* run(
    trajectory: Trajectory,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<TrajectoryEvent, void, void> {
    let state = trajectory;
    const tell = (event: TrajectoryEvent) => {
      state = applyTrajectoryEvent(state, event);
      trajectories.set(state.id, state);
      if (event.type === 'trajectory-end') seen.ended.push(event.status);
      return event;
    };
    const end = (
      status: 'answered' | 'failed' | 'cancelled',
      answer: string | null,
      failure: Trajectory['failure'] = null,
    ) => tell({ type: 'trajectory-end', status, answer, formatValid: status === 'answered', failure });

    yield tell({ type: 'trajectory-start', trajectory });
    yield tell({ type: 'progress', stage: 'extracting', done: 8, total: 8 });
    if (trajectory.question === 'wait') {
      await aborted(signal);
      seen.aborted += 1;
      yield end('cancelled', null, { code: 'CANCELLED', message: 'Cancelled.' });
      return;
    }
    if (trajectory.question === 'explode') throw new Error('secret detail');
    if (trajectory.question === 'fail') {
      yield end('failed', null, { code: 'WORKER_STOPPED', message: 'The engine stopped.' });
      return;
    }
    yield tell({ type: 'turn-start', turn: 1 });
    for (const text of trajectory.question.split(' ')) yield tell({ type: 'text-delta', turn: 1, text });
    yield tell({
      type: 'step',
      step: {
        kind: 'turn',
        turn: 1,
        thought: 'I see it.',
        action: { kind: 'answer', text: trajectory.question },
        raw: trajectory.question,
        warnings: [],
        usage: { newTokens: 10, cachedTokens: 0, generatedTokens: 3 },
        seconds: 0.1,
      },
    });
    yield end('answered', trajectory.question);
  }

  const places = new Map<string, string>();
  return {
    seen,
    video: overrides.video ?? ({} as Services['video']),
    engines: {
      list: async () => [engineCard],
      card: async (reference) => {
        if (reference === 'nano') return engineCard;
        throw new DeepSportError('NOT_FOUND', `There is no engine “${reference}”.`, { reference });
      },
      open: () => Promise.reject(new Error('not needed here')),
      [Symbol.asyncDispose]: async () => {},
    },
    models: {
      known: [knownModel],
      offer: async (hubId) => ({
        hubId,
        revision: 'c0ffee',
        licence: null,
        gated: false,
        precisions: [{ precision: 'q4', sizeBytes: 10 }],
      }),
      download: () => Promise.reject(new Error('not needed here')),
      list: async () => [],
      remove: async (id) => {
        throw new DeepSportError('NOT_FOUND', 'This model is not in the store any more.', { id });
      },
    },
    downloads: { start: (hubId, precision) => `download of ${hubId} in ${precision}` },
    secrets: createEnvironmentSecrets({ HF_TOKEN: 'x' }),
    fetchCuda: async () => ['libcuda-stand-in.so'],
    agent: {
      async *ask(request, options) {
        clipOf(request.clipId);
        seen.asked.push(request);
        yield* run(newTrajectory(`trajectory-${seen.asked.length}`, request), options?.signal);
      },
      async *look(trajectoryId, range, options) {
        const known = trajectories.get(trajectoryId);
        if (!known) throw new DeepSportError('NOT_FOUND', 'No such question.', { trajectoryId });
        checkRange(range);
        yield* run({ ...known, status: 'running' }, options?.signal);
      },
      async *followUp(trajectoryId, _question, options) {
        const known = trajectories.get(trajectoryId);
        if (!known) throw new DeepSportError('NOT_FOUND', 'No such question.', { trajectoryId });
        yield* run({ ...known, status: 'running' }, options?.signal);
      },
      async *rerun(trajectoryId, _turn, range, options) {
        const known = trajectories.get(trajectoryId);
        if (!known) throw new DeepSportError('NOT_FOUND', 'No such question.', { trajectoryId });
        checkRange(range);
        yield* run({ ...known, id: `${trajectoryId}-again`, status: 'running' }, options?.signal);
      },
      async *replay(trajectoryId, options) {
        const known = trajectories.get(trajectoryId);
        if (!known) throw new DeepSportError('NOT_FOUND', 'No such question.', { trajectoryId });
        yield* run({ ...known, id: `${trajectoryId}-replay`, status: 'running' }, options?.signal);
      },
      async *probe(trajectoryId, change, options) {
        const known = trajectories.get(trajectoryId);
        if (!known) throw new DeepSportError('NOT_FOUND', 'No such question.', { trajectoryId });
        const probe = { trajectoryId, change };
        yield* run({ ...known, id: `${trajectoryId}-${change}`, probe, status: 'running' }, options?.signal);
      },
      reveal: async () => {},
      cancelAll: async () => {},
      interject: (trajectoryId) => trajectories.get(trajectoryId)?.status === 'running',
      [Symbol.asyncDispose]: async () => {},
    },
    project: {
      ...openProject(':memory:', { clock: () => Date.parse('2026-01-01T00:00:00Z') }),
      listTrajectories: (clipId: string) => [...trajectories.values()].filter((t) => t.clipId === clipId),
      getTrajectory: (id: string) => trajectories.get(id),
    },
    projects: fakeProjects,
    batches: {
      start: async () => 'batch-1',
      async *watch(signal) {
        yield [];
        await aborted(signal);
      },
      pause: () => {},
      resume: () => {},
      retry: () => {},
      remove: () => {},
      [Symbol.asyncDispose]: async () => {},
    },
    handover: {
      cases: {
        check: () => Promise.reject(new Error('not needed here')),
        checkUpload: () => Promise.reject(new Error('not needed here')),
        sealKey: async () => ({ canSign: false, name: null }),
      },
      start: async () => 'job-2',
      fileOf: () => undefined,
      preview: () => Promise.reject(new Error('not needed here')),
      import: async () => 0,
      marking: async () => ({ marks: [], leftOutCount: 0 }),
      cancelImport: () => {},
      [Symbol.asyncDispose]: async () => {},
    },
    clips: {
      missing: async () => [],
      findMissing: async () => 0,
      relink: async (clipId) => clipOf(clipId),
      list: async () => clips,
      open: async (path) => {
        if (path.endsWith('.txt.mp4')) {
          throw new DeepSportError('NOT_A_VIDEO', 'notes.txt.mp4 is no video.', { name: 'notes.txt.mp4' });
        }
        places.set(clip.id, path);
        return clip;
      },
      get: async (clipId) => clipOf(clipId),
      frameTimes: async (clipId) => {
        clipOf(clipId);
        return { timestampsSeconds: [0, 0.04, 0.08], keyFrames: [0] };
      },
      remove: async (clipId) => {
        clipOf(clipId);
        seen.removedClips.push(clipId);
        clips = [];
      },
      openTrack: async (clipId, videoTrack) => ({
        ...clipOf(clipId),
        id: `clip-1-${videoTrack}`,
        videoTrack,
      }),
      setCaptureRate: async (clipId, captureRate) => ({
        ...clipOf(clipId),
        captureRate,
        timeScale: captureRate === null ? 1 : clip.averageFrameRate / captureRate,
      }),
      fingerprint: async (clipId, index) => {
        clipOf(clipId);
        return { index, rgbSha256: 'aa', planesSha256: 'bb', planesFormat: 'I420' };
      },
      sourceOf: async (clipId) => ({ path: places.get(clipId) ?? `/nowhere/${clipOf(clipId).name}` }),
      playablePathOf: async (clipId) => `/nowhere/${clipOf(clipId).name}`,
    },
    analyser: {} as Services['analyser'],
    analyses: {
      start: async (clipId) => {
        clipOf(clipId);
        seen.analysed.push(clipId);
      },
      get: async (clipId) => ({ ...analysis, frameCount: clipOf(clipId).frameCount }),
    },
    toolbox: {
      motionProfile: async (clipId, { start, end }) =>
        `Nothing moves in frames ${start}–${end} of ${clipOf(clipId).name}.`,
      listShots: async (clipId) => `One shot in ${clipOf(clipId).name}.`,
      checkAnswer: () => [],
      support: () => ({ evidence: [], doubt: 0.5 }),
    },
    exporter: {} as Services['exporter'],
    exports: {
      start: async (request) => {
        seen.exported.push(request);
        return 'job-1';
      },
      fileOf: () => undefined,
      [Symbol.asyncDispose]: async () => {},
    },
    stroboscopes: {
      preview: async (_source, { range }) => ({
        mediaType: 'image/jpeg',
        bytes: new Uint8Array([5, 5]),
        width: 32,
        height: 24,
        note: range.start === 0 ? '' : 'The camera’s movement was undone.',
      }),
      [Symbol.asyncDispose]: async () => {},
    },
    jobs: createJobBoard({ clock: () => 0, createId: randomUUID }),
    settings: {
      current: () => settings,
      update: async (change) => {
        settings = { ...settings, ...(change as Partial<typeof settings>) };
        return settings;
      },
    },
    application: () => ({ version: '0.0.0', host: 'web', canChooseFiles: true, networkBytesSent: 0 }),
    ledger: () => ({ sinceStart: [], kept: [] }),
    modelFolder: async () => ({ folder: 'models/nano', sizeBytes: 30_000_000 }),
    chooseFile: async () => null,
    [Symbol.asyncDispose]: async () => {},
    ...overrides,
  };
}

function checkRange(range: FrameRange): void {
  if (range.start <= range.end && range.end < clip.frameCount) return;
  throw new DeepSportError('RANGE_INVALID', `Frames ${range.start}–${range.end} are not in the clip.`, {
    ...range,
    frameCount: clip.frameCount,
  });
}

const openProjectOf = { id: 'project-1', name: 'Project', readOnly: null, notice: null };
const onlyProject = async () => openProjectOf;
const onlySummary = { clipCount: 1, eventCount: 0, openedAt: null, isOpen: true, problem: null };

/** One project, always open. */
const fakeProjects: Services['projects'] = {
  list: async () => [{ id: openProjectOf.id, name: openProjectOf.name, ...onlySummary }],
  current: () => openProjectOf,
  async *watch(signal) {
    yield openProjectOf;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  },
  create: onlyProject,
  open: onlyProject,
  openFile: onlyProject,
  rename: async (id, name) => ({ id, name, ...onlySummary }),
  forget: async () => {},
  poster: async () => undefined,
};
