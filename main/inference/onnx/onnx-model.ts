import { DeepSportError, type EngineCard, fitWithin } from '#common/domain/index.ts';
import type { WorkerClient } from '#main/platform/index.ts';
import { largestFrame } from '../default-protocol.ts';
import type {
  Conversation,
  MessagePart,
  ReplyEvent,
  ReplyOptions,
  UserMessage,
  VisionLanguageModel,
} from '../vision-language-model.ts';
import { type ComputeDevice, deviceTitles } from './compute-device.ts';
import { createEventChannel } from './event-channel.ts';
import type { LoadSettings } from './load-model.ts';
import type { ModelFolder } from './model-folder.ts';
import { smartResize } from './smart-resize.ts';
import type { AskForReply, StartConversation } from './worker-engine.ts';

export type OnnxModelOptions = {
  readonly worker: WorkerClient;
  readonly model: ModelFolder;
  /** Its device is replaced by the one that the model really runs on. */
  readonly card: EngineCard;
  readonly device?: ComputeDevice | undefined;
  readonly threads?: number | undefined;
  readonly featureCacheBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

type EndEvent = Extract<ReplyEvent, { type: 'end' }>;

/** A local model, run by onnxruntime in the inference worker. Loads it. MODEL_INCOMPLETE or WORKER_STOPPED. */
export async function createOnnxModel(options: OnnxModelOptions): Promise<VisionLanguageModel> {
  const { worker, model } = options;
  const settings: LoadSettings = {
    folder: model.folder,
    contextTokens: options.card.contextTokens,
    device: options.device,
    threads: options.threads,
    featureCacheBytes: options.featureCacheBytes,
  };
  const device = (await worker.call('load', settings, { signal: options.signal })) as ComputeDevice;
  const card = { ...options.card, device: deviceTitles[device] };
  let closed = false;
  return {
    card,
    frameSize: (display) => smartResize(fitWithin(display, largestFrame), model.config.pixels),
    async startConversation(system, { signal } = {}) {
      if (closed) throw new DeepSportError('NOT_FOUND', `${card.name} is closed.`);
      const input: StartConversation = { settings, system };
      const id = (await worker.call('startConversation', input, { signal })) as number;
      return createConversation(worker, id);
    },
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      await worker.call('unload', settings).catch(() => {});
    },
  };
}

/** A conversation whose cache lives in the worker, and dies with it. */
function createConversation(worker: WorkerClient, id: number): Conversation {
  const { generation } = worker;
  let busy = false;
  let closed = false;

  async function* reply(message: UserMessage, options: ReplyOptions): AsyncGenerator<ReplyEvent> {
    if (closed) throw new DeepSportError('NOT_FOUND', 'This conversation is closed.');
    if (busy) throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    if (worker.generation !== generation) {
      throw new DeepSportError(
        'WORKER_STOPPED',
        'This conversation was lost when the engine stopped. Please ask the question again.',
      );
    }
    busy = true;
    const { signal, ...rest } = options;
    const leaving = new AbortController();
    const anySignal = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
    const channel = createEventChannel<ReplyEvent>();
    const input: AskForReply = { conversation: id, message: wholeBuffers(message), options: rest };
    const result = worker.call('reply', input, { signal: anySignal, onEvent: channel.send as never });
    result.then(channel.close, channel.close);
    try {
      yield* channel.events();
      const end = (await result) as EndEvent;
      // Only now does the turn count in the worker: what was cancelled before leaves the conversation as it was.
      worker.call('acceptReply', id).catch(() => {});
      yield end;
    } finally {
      leaving.abort();
      busy = false;
    }
  }

  return {
    reply,
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      if (worker.generation === generation) await worker.call('closeConversation', id).catch(() => {});
    },
  };
}

/** A view into a large buffer would take all of it along to the worker. */
function wholeBuffers(message: UserMessage): UserMessage {
  const parts = message.parts.map((part): MessagePart => {
    if (part.type === 'text') return part;
    const { pixels } = part.frame;
    if (pixels.byteLength === pixels.buffer.byteLength) return part;
    return { type: 'frame', frame: { ...part.frame, pixels: pixels.slice() } };
  });
  return { parts };
}
