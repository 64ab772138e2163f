/**
 * What a second turn costs: 8 new frames after a history of N frames, with the conversation's cache and by
 * computing everything again; then decoding and preprocessing. Medians, in milliseconds.
 *
 *     node tests/bench/inference-turns.ts [model folder] [threads]
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type DialogueState, generateReply } from '#main/inference/onnx/generate-reply.ts';
import { type LoadedModel, loadModel } from '#main/inference/onnx/load-model.ts';
import { patchValues, writePatches } from '#main/inference/onnx/picture-patches.ts';
import type { PromptTokens } from '#main/inference/onnx/prompt-builder.ts';
import { smartResize } from '#main/inference/onnx/smart-resize.ts';
import { framesMessage, syntheticFrame } from '../inference/synthetic-frames.ts';

const repetitions = 9;
const newFrames = 8;

const { positionals } = parseArgs({ allowPositionals: true });
const folder =
  positionals[0] ??
  ['resources/models/nano', 'resources/models/nano-random'].find((path) => existsSync(`${path}/onnx`));
if (!folder) throw new Error('no model folder given, and none under resources/models');
const threads = Number(positionals[1] ?? 2);
// Without a feature cache each measurement encodes its frames, as it does for frames never seen before.
const model = await loadModel({ folder, threads, featureCacheBytes: 0 });
const size = smartResize({ width: 112, height: 112 }, model.config.pixels);

let nextFrame = 0;
const message = (frames: number) => {
  const indices = Array.from({ length: frames }, () => nextFrame++);
  return { parts: framesMessage(indices, size, '\nWhat happens?') };
};
const fresh = (): DialogueState => ({ past: model.decoder.empty, nextPosition: 0, lastToken: null });
/** A reply that ended early would be measured as a fast one. */
const endless: LoadedModel = { ...model, config: { ...model.config, endTokens: [] } };
const run = (state: DialogueState, prompt: PromptTokens, maxTokens = 1) =>
  generateReply(endless, state, prompt, {
    maxTokens,
    temperature: 0,
    topP: 1,
    seed: 0,
    stop: [],
    signal: new AbortController().signal,
    emit: () => {},
  });

console.log(
  `model ${folder}, ${threads} threads, frames ${size.width}x${size.height}, ${repetitions} repetitions`,
);
console.log('turn 2 with 8 new frames, to its first token:');
for (const history of [8, 32, 64, 128]) {
  const first = model.prompts.first('', message(history));
  const { state } = await run(fresh(), first);
  const second = () => model.prompts.next('', state.lastToken ?? 0, message(newFrames));
  const whole = (): PromptTokens => {
    const more = second();
    return { tokens: [...first.tokens, ...more.tokens], frames: [...first.frames, ...more.frames] };
  };
  const cached = await median(() => run(state, second()));
  const recomputed = await median(() => run(fresh(), whole()));
  console.log(
    `  after ${String(history).padStart(3)} frames (${state.past.length} tokens): cache ${ms(cached)}, ` +
      `everything again ${ms(recomputed)}, ${(recomputed / cached).toFixed(1)}x`,
  );
}
console.log('decoding, per token:');
for (const history of [8, 64]) {
  const { state } = await run(fresh(), model.prompts.first('', message(history)));
  const prompt = model.prompts.next('', state.lastToken ?? 0, { parts: [{ type: 'text', text: 'So?' }] });
  const one = await median(() => run(state, prompt, 1));
  const many = await median(() => run(state, prompt, 33));
  console.log(`  after ${state.past.length} tokens: ${ms((many - one) / 32)}`);
}
const rule = model.config.patches;
const frame = syntheticFrame(0, size);
const out = new Float32Array((size.width * size.height * patchValues(rule)) / rule.patchSize ** 2);
const patching = await median(async () => writePatches(frame.pixels, size, rule, out, 0), 200);
console.log(`pixels to patches, per frame: ${ms(patching)}`);
console.log(`resident memory: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
await model[Symbol.asyncDispose]();

async function median(task: () => Promise<unknown>, times = repetitions): Promise<number> {
  await task();
  const measured: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await task();
    measured.push(performance.now() - started);
  }
  return measured.toSorted((a, b) => a - b)[times >> 1] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
}
