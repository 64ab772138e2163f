import type * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { type ChooseOptions, chooseDevices } from '#main/inference/onnx/choose-devices.ts';
import type { ComputeDevice, DeviceChoice } from '#main/inference/onnx/compute-device.ts';
import { type LoadModel, type LoadSettings, loadModel } from '#main/inference/onnx/load-model.ts';
import { readModelFolder } from '#main/inference/onnx/model-folder.ts';
import { openSession } from '#main/inference/onnx/open-session.ts';
import { createInferenceMethods } from '#main/inference/onnx/worker-engine.ts';
import type { ReplyEvent, VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import {
  inThisProcess,
  noSwiftShader,
  openWith,
  swiftShaderNote,
  swiftShaderWorker,
} from './devices-support.ts';
import { localModelFolder, openLocalModel } from './local-model.ts';
import { collect, framesMessage, greedy } from './synthetic-frames.ts';

const folder = localModelFolder ?? '';
const size = { width: 112, height: 112 };
const message = (...frames: number[]) => ({ parts: framesMessage(frames, size, '\nWhat happens?') });
const enough = 2 ** 30;

/** A conversation of as many turns, two frames each. */
async function converse(model: VisionLanguageModel, turns: number, maxTokens: number) {
  await using conversation = await model.startConversation('Answer from the frames.');
  const replies: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const reply = conversation.reply(message(turn, turn + 9), greedy({ maxTokens }));
    replies.push((await collect(reply)).text);
  }
  return replies;
}

describe.skipIf(localModelFolder === null)('the choice of devices', () => {
  /** Each device is the CPU, but some are wrong, break, or are not there. */
  async function choose(nature: Partial<Record<ComputeDevice, 'right' | 'wrong' | 'breaks' | 'absent'>>) {
    const model = await readModelFolder(folder);
    const tried: ComputeDevice[] = [];
    const sessions: ort.InferenceSession[] = [];
    const options: ChooseOptions = {
      model,
      candidates: ['cuda', 'webgpu'],
      evenIfSlower: true,
      stamp: 'here',
      onTry: (device) => tried.push(device),
      open: async (graph, device) => {
        const is = nature[device] ?? 'right';
        if (is === 'absent') throw new Error('not there');
        const file = graph === 'vision' ? model.graphs.visionEncoder : model.graphs.decoder;
        const session = await openSession(folder, file, 'cpu', { threads: 1 });
        sessions.push(session);
        return is === 'right' ? session : misbehaving(session, is);
      },
    };
    const { choice, vision, decoder } = await chooseDevices(options);
    await Promise.all([vision.release(), decoder.release()]);
    return { choice, tried };
  }

  it('takes the first device that computes like the CPU, for each graph', async () => {
    const { choice, tried } = await choose({});
    expect(choice).toMatchObject({ vision: 'cuda', decoder: 'cuda', stamp: 'here' });
    expect(choice.tokensPerSecond).toBeGreaterThan(0);
    expect(tried).toEqual(['cuda', 'cuda']);
  });

  it('passes over a device that computes wrong, breaks or is not there', async () => {
    for (const nature of ['wrong', 'breaks', 'absent'] as const) {
      expect((await choose({ cuda: nature })).choice).toMatchObject({ vision: 'webgpu', decoder: 'webgpu' });
    }
    const { choice } = await choose({ cuda: 'absent', webgpu: 'wrong' });
    expect(choice).toMatchObject({ vision: 'cpu', decoder: 'cpu' });
  });

  it('is made once, and anew where the machine has changed', async () => {
    const known = new Map<string, DeviceChoice>();
    let made = 0;
    const devices = {
      get: async (key: string) => known.get(key),
      set: async (key: string, choice: DeviceChoice) => {
        made += 1;
        known.set(key, choice);
      },
    };
    const start = async () => {
      const { worker, model } = await openWith(folder, () => inThisProcess(createInferenceMethods(enough)), {
        devices,
      });
      await using _ = worker;
      await using opened = model;
      return opened.card.speed;
    };
    const first = await start();
    expect(first).toMatchObject({ visionDevice: 'CPU', decoderDevice: 'CPU', cacheLimitBytes: enough });
    expect(first?.tokensPerSecond).toBeGreaterThan(0);
    expect((await start())?.tokensPerSecond).toBe(first?.tokensPerSecond);
    expect(made).toBe(1);
    for (const [key, choice] of known) known.set(key, { ...choice, stamp: 'another machine' });
    await start();
    expect(made).toBe(2);
  });
});

describe.skipIf(localModelFolder === null)('a device that fails while it computes', () => {
  it('is left for the next one with a notice, and the conversation goes on', async () => {
    const right = await openWith(folder, () => inThisProcess(createInferenceMethods(enough)));
    const expected = await converse(right.model, 3, 12);
    await right.worker[Symbol.asyncDispose]();

    let runs = 0;
    const load: LoadModel = async (settings) => {
      const model = await loadModel(settings);
      if (!model.choice || settings.avoid?.includes('webgpu')) return model;
      const run: typeof model.decoder.run = (step) => {
        runs += 1;
        // In the middle of the second reply.
        if (runs > 19) throw new Error('the device was lost');
        return model.decoder.run(step);
      };
      const choice: DeviceChoice = { ...model.choice, vision: 'webgpu', decoder: 'webgpu' };
      return { ...model, choice, decoder: { ...model.decoder, run } };
    };
    const { worker, model } = await openWith(folder, () =>
      inThisProcess(createInferenceMethods(enough, load)),
    );
    await using _ = worker;
    expect(model.card.device).toBe('WebGPU');
    await using conversation = await model.startConversation('Answer from the frames.');
    const replies: string[] = [];
    const notices: string[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const reply = conversation.reply(message(turn, turn + 9), greedy({ maxTokens: 12 }));
      const { text, end, events } = await collect(reply);
      expect(text).toBe(end.text);
      replies.push(text);
      notices.push(...noticesOf(events));
    }
    expect(replies).toEqual(expected);
    expect(notices).toEqual(['WebGPU failed while computing; the engine goes on without it.']);
    expect(model.card.device).toBe('CPU');
  });
});

describe.skipIf(localModelFolder === null)('a device that takes the process of the engine down', () => {
  it('is not tried again', async () => {
    const loads: (readonly ComputeDevice[])[] = [];
    const methods = createInferenceMethods(enough);
    const start = () => {
      const process = inThisProcess({
        ...methods,
        load: async (settings: LoadSettings, context) => {
          loads.push(settings.avoid ?? []);
          if (settings.avoid?.includes('webgpu')) return methods.load?.(settings as never, context);
          context.emit('webgpu');
          setTimeout(process.kill, 20);
          return new Promise(() => {});
        },
      });
      return process;
    };
    const { worker, model } = await openWith(folder, start, { device: 'auto' });
    await using _ = worker;
    expect(loads).toEqual([[], ['webgpu']]);
    expect(await converse(model, 1, 4)).toHaveLength(1);
  });
});

describe.skipIf(localModelFolder === null || noSwiftShader)(`WebGPU on SwiftShader${swiftShaderNote}`, () => {
  it('writes the same tokens as the CPU over three turns, with its cache in the memory of the device', async () => {
    const onCpu = await openLocalModel(folder);
    const expected = await converse(onCpu.model, 3, 3);
    await onCpu.worker[Symbol.asyncDispose]();
    await using shader = await swiftShaderWorker();
    const { worker, model } = await openWith(folder, shader.start, { device: 'webgpu' });
    await using _ = worker;
    expect(model.card.speed).toMatchObject({ visionDevice: 'WebGPU', decoderDevice: 'WebGPU' });
    expect(await converse(model, 3, 3)).toEqual(expected);
    // The same first frames again: what is known of them was kept on the device.
    await using again = await model.startConversation('Answer from the frames.');
    const { text, end } = await collect(again.reply(message(0, 9), greedy({ maxTokens: 3 })));
    expect(text).toBe(expected[0]);
    expect(end.usage.cachedTokens).toBeGreaterThan(32);
  }, 240_000);
});

const noticesOf = (events: readonly ReplyEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));

/** A session whose numbers are off, or which breaks. */
function misbehaving(session: ort.InferenceSession, how: 'wrong' | 'breaks'): ort.InferenceSession {
  const run = async (...input: Parameters<typeof session.run>) => {
    if (how === 'breaks') throw new Error('the device was lost');
    const results = await session.run(...input);
    for (const tensor of Object.values(results)) {
      if (!(tensor.data instanceof Float32Array)) continue;
      for (let i = 0; i < tensor.data.length; i += 3) tensor.data[i] = 0;
    }
    return results;
  };
  return new Proxy(session, {
    get: (target, name) => {
      if (name === 'run') return run;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
