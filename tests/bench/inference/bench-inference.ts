/**
 * What a turn of an agent's conversation costs: with the conversation's cache, by computing everything again in the
 * same engine, and with transformers.js on the same files; and what it costs to bring a frame to the model's input.
 * All in turn within one run. Medians, in milliseconds; a ratio above 1 means that ours is faster.
 *
 *     npm run bench:inference -- [--model FOLDER]… [--threads 2] [--repetitions 9] [--out FILE]
 *
 * A larger model: training/.venv/bin/python -m training.export.tiny_families --large --out FOLDER
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel } from '#main/inference/onnx/load-model.ts';
import { collectGarbage, recompute, replyTokens, type TurnTime, talkWithCache } from './conversation.ts';
import { preprocessingCases } from './preprocessing.ts';
import { openTransformersJs, type TransformersJs } from './transformers-js.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: ['resources/models/nano'] },
    threads: { type: 'string', default: '2' },
    repetitions: { type: 'string', default: '9' },
    out: { type: 'string', default: 'reports/bench-inference.json' },
  },
});
const repetitions = Math.max(1, Number(values.repetitions));
const threads = Number(values.threads);
if (!Number.isInteger(repetitions) || !(threads >= 1)) {
  console.error('--repetitions and --threads take whole numbers from 1 on.');
  process.exit(2);
}

/** An agent's four turns; then a second turn after more that was seen, as in a passive question or a long clip. */
const conversations = [
  [8, 8, 8, 8],
  [16, 8],
  [32, 8],
] as const;

type Contender = 'ours' | 'recomputing' | 'transformers.js';
type Row = {
  readonly title: string;
  readonly milliseconds: Readonly<Partial<Record<Contender, number>>>;
  /** How many times longer each takes than ours. */
  readonly ratios: Readonly<Partial<Record<Contender, number>>>;
};

const sections: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}[] = [];
let preprocessingMeasured = false;
for (const folder of values.model) {
  if (!existsSync(`${folder}/onnx`)) {
    console.log(`${folder} is missing: it is left out.`);
    continue;
  }
  await using model = await loadModel({ folder, threads, featureCacheBytes: 0 });
  await using peer = await openTransformersJs(folder, model.config, threads);
  if (!peer) console.log('transformers.js is missing: it is left out.');
  for (const frames of conversations) sections.push(await measureTurns(folder, model, peer, frames));
  if (!preprocessingMeasured) sections.push(await measurePreprocessing(peer));
  preprocessingMeasured = true;
}
for (const { title, rows, notes } of sections) {
  console.log(`\n${title}\n${formatTable(rows)}`);
  for (const note of notes) console.log(note);
}
const machine = { processor: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
const report = { measured: new Date().toISOString(), machine, threads, repetitions, sections };
await mkdir(dirname(values.out), { recursive: true });
await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nWritten to ${values.out}`);

async function measureTurns(
  folder: string,
  model: Awaited<ReturnType<typeof loadModel>>,
  peer: TransformersJs | null,
  framesOfTurns: readonly number[],
) {
  const framesInAll = framesOfTurns.reduce((sum, frames) => sum + frames, 0);
  const times = new Map<Contender, TurnTime[][]>();
  const note = (contender: Contender, turn: number, time: TurnTime) => {
    const turns = times.get(contender) ?? framesOfTurns.map(() => []);
    turns[turn]?.push(time);
    times.set(contender, turns);
  };
  let [compared, same] = [0, 0];
  // The first one warms up and is not counted.
  for (let repetition = -1; repetition < repetitions; repetition++) {
    const counted = repetition >= 0;
    const talk = await talkWithCache(model, framesOfTurns, (repetition + 1) * framesInAll);
    for (const [turn, prompt] of talk.prompts.entries()) {
      const again = await recompute(model, prompt);
      const theirs = await peer?.reply(prompt);
      if (!counted) continue;
      const time = talk.times[turn];
      if (time) note('ours', turn, time);
      note('recomputing', turn, again.time);
      if (theirs) {
        note('transformers.js', turn, theirs.time);
        compared += 1;
        if (theirs.tokens.join() === talk.replies[turn]?.join()) same += 1;
      }
    }
  }
  const rows = (['firstToken', 'reply'] as const).flatMap((what) =>
    framesOfTurns.map((_, turn) =>
      row(
        `turn ${turn + 1}, ${what === 'firstToken' ? 'to its first token' : `with a reply of ${replyTokens} tokens`}`,
        [...times].map(([name, turns]) => [name, (turns[turn] ?? []).map((time) => time[what])]),
      ),
    ),
  );
  const bytes = model.decoder.bytesPerToken;
  return {
    title: `${basename(folder)}: turns of ${framesOfTurns.join(', ')} new frames`,
    rows,
    notes: [
      ...(peer
        ? [`transformers.js ${peer.version} wrote the same tokens in ${same} of ${compared} turns.`]
        : []),
      `A conversation takes ${bytes} bytes a token, ${Math.round((bytes * model.contextTokens) / 2 ** 20)} MB at most.`,
    ],
  };
}

async function measurePreprocessing(peer: TransformersJs | null) {
  const rows: Row[] = [];
  for (const { title, ours, theirs } of preprocessingCases(peer)) {
    const lists = new Map<Contender, number[]>([['ours', []]]);
    if (theirs) lists.set('transformers.js', []);
    // Loops over pixels are compiled in steps; the first rounds are not counted.
    for (let repetition = -8; repetition < Math.max(15, repetitions); repetition++) {
      for (const [name, list] of lists) {
        const task = name === 'ours' ? ours : theirs;
        collectGarbage();
        const started = performance.now();
        await task?.();
        if (repetition >= 0) list.push(performance.now() - started);
      }
    }
    rows.push(row(title, [...lists]));
  }
  return { title: 'A frame to the model’s input: resize, normalise, patches', rows, notes: [] };
}

function row(title: string, lists: readonly (readonly [Contender, readonly number[]])[]): Row {
  const milliseconds = Object.fromEntries(lists.map(([name, list]) => [name, median(list)]));
  const ours = milliseconds.ours ?? Number.NaN;
  const ratios = Object.fromEntries(
    Object.entries(milliseconds).map(([name, value]) => [name, value / ours]),
  );
  return { title, milliseconds, ratios };
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

function formatTable(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]?.milliseconds ?? {}) as Contender[];
  const cells = rows.map(({ title, milliseconds, ratios }) => [
    title,
    ...names.map((name) => {
      const time = (milliseconds[name] ?? Number.NaN).toFixed(1);
      return name === 'ours' ? time : `${time} (${(ratios[name] ?? Number.NaN).toFixed(1)}×)`;
    }),
  ]);
  const table = [['median ms (ratio to ours)', ...names], ...cells];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((line) => line[i]?.length ?? 0))) ?? [];
  return table.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}
