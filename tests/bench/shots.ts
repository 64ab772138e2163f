// How well shots are found: edits made up by chance, with known joins, from generated scenes and, where the folder
// shared/footage lies beside the repository, from real ones.
//
//   node tests/bench/shots.ts [--seed 1] [--clips 16] [--json]
//
// Each clip has five scenes and four joins; a join counts as found when a transition touches it by two frames.
// A scene of real footage may hold a join of its own, which then counts as false.
import { parseArgs } from 'node:util';
import type { Transition } from '#common/domain/index.ts';
import { analyseFile } from '../video/analysis/analyse-file.ts';
import {
  generatedScenes,
  type Join,
  type Scene,
  type Truth,
  writeEditedClip,
} from '../video/analysis/edited-clip.ts';
import { footage, hasFootage } from '../video/support/footage.ts';
import { temporaryFolder } from '../video/support/services.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    clips: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
  },
});

const ways: readonly (readonly [Join['kind'], string])[] = [
  ['cut', 'cut'],
  ['cut', 'cut'],
  ['dissolve', 'fade'],
  ['dissolve', 'dissolve'],
  ['fade', 'fadeblack'],
  ['wipe', 'wipeleft'],
  ['wipe', 'wiperight'],
  ['wipe', 'wipeup'],
  ['wipe', 'slideup'],
  ['wipe', 'slideleft'],
  ['wipe', 'circleopen'],
  ['wipe', 'bar'],
  ['wipe', 'cover'],
];

let state = Number(values.seed);
const random = (below: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

const film =
  (name: string, from: number) =>
  (_: number, frames: number): Scene => ({
    input: ['-ss', String(from), '-i', footage(name)],
    frames,
  });
const films = [
  film('soccer_juggle_24fps.mp4', 1),
  film('soccer_juggle_24fps.mp4', 5),
  film('flip_off_box_vp9.mp4', 3),
  film('nasa_two_video_streams.mp4', 9),
];
const kinds = [...generatedScenes, ...(hasFootage ? films : [])];

type Tally = { joins: number; found: number; rightKind: number };
const tallies = new Map<string, Tally>();
let falseOnes = 0;
let overlapSum = 0;
let gradual = 0;
let way = random(ways.length);

const touches = ({ range }: Transition, { start, end }: Truth) =>
  range.start <= end + 2 && range.end >= start - 2;

function overlap({ range }: Transition, { start, end }: Truth): number {
  const both = Math.min(range.end, end) - Math.max(range.start, start) + 1;
  return Math.max(0, both) / (Math.max(range.end, end) - Math.min(range.start, start) + 1);
}

for (let clip = 0; clip < Number(values.clips); clip++) {
  let last = -1;
  const scenes = Array.from({ length: 5 }, () => {
    let kind = random(kinds.length);
    if (kind === last) kind = (kind + 1) % kinds.length;
    last = kind;
    const make = kinds[kind];
    if (!make) throw new Error('no such scene');
    return make(random(1000), 60 + random(30));
  });
  const joins = Array.from({ length: 4 }, (): Join => {
    const [kind, how] = ways[way++ % ways.length] ?? ['cut', 'cut'];
    const frames = how === 'cut' ? 0 : 8 + 4 * random(5) + (how === 'cover' ? 6 : 0);
    return { kind, how, frames };
  });
  await using folder = await temporaryFolder();
  const path = folder.path('edit.mp4');
  const truth = await writeEditedClip(path, scenes, joins, [30, 31].slice(0, random(3)));
  const left = [...(await analyseFile(path, folder.path('analysis'))).search.transitions];
  for (const [i, expected] of truth.entries()) {
    const how = joins[i]?.how ?? '';
    const tally = tallies.get(how) ?? { joins: 0, found: 0, rightKind: 0 };
    tallies.set(how, tally);
    tally.joins += 1;
    const at = left.findIndex((transition) => touches(transition, expected));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (!found) continue;
    tally.found += 1;
    if (found.kind === expected.kind) tally.rightKind += 1;
    if (expected.kind === 'cut') continue;
    gradual += 1;
    overlapSum += overlap(found, expected);
  }
  falseOnes += left.length;
}

const all = [...tallies.values()];
const total = (key: keyof Tally) => all.reduce((sum, tally) => sum + tally[key], 0);
const figures = {
  seed: Number(values.seed),
  joins: total('joins'),
  found: total('found'),
  falseOnes,
  recall: total('found') / total('joins'),
  precision: total('found') / (total('found') + falseOnes),
  rightKind: total('rightKind') / total('found'),
  meanOverlap: overlapSum / gradual,
};
if (values.json) {
  console.log(JSON.stringify({ ...figures, byJoin: Object.fromEntries(tallies) }));
} else {
  console.table(Object.fromEntries(tallies));
  console.log(figures);
}
