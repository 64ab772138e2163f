import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stroboscopeCommand } from '#main/hosts/cli/commands/stroboscope.ts';
import { openSampleProject, type SampleProject } from './sample-project.ts';

let sample: SampleProject;
let folder = '';

beforeAll(async () => {
  sample = await openSampleProject([stroboscopeCommand]);
  folder = sample.folder;
});
afterAll(() => sample[Symbol.asyncDispose]());

const run = (...argv: readonly string[]) => sample.run('stroboscope', sample.clip, ...argv);

describe('deepsport stroboscope', () => {
  it('writes one picture of several moments, of all that a panning camera saw', async () => {
    const out = join(folder, 'dive.png');
    const { code, printed, noted } = await run('--range', '50:62', '--count', '3', '--out', out, '--json');
    expect([code, noted]).toEqual([0, []]);
    const told = JSON.parse(printed[0] ?? '');
    expect(told).toMatchObject({ frameCount: 3, frames: [50, 56, 62], fileName: 'dive.png' });
    expect(told.note).toMatch(
      /^Frames 50 \(1\.667 s\), 56 .* A movement of the camera of \d+ pixels was undone\.$/,
    );
    const header = readFileSync(out).subarray(16, 24);
    // The diver's flight leads on to the right and down.
    expect(header.readUInt32BE(0)).toBeGreaterThan(480);
    expect(header.readUInt32BE(4)).toBeGreaterThan(480);
  });

  it('says in one sentence what is wrong with what it is given', async () => {
    const out = join(folder, 'no.png');
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['--range', '5:9', '--out', join(folder, 'no.mp4')], 'End the name no.mp4 with .png.'],
      [['--out', out], 'Say which frames: --range 35:59.'],
      [['--range', '5:9'], 'Say where to write the picture'],
      [['--range', '5:9', '--count', '7', '--out', out], 'The range has 5 frames, too few for 7 moments'],
      [['--range', '5:60', '--count', '2', '--out', out], 'count'],
      [['--range', '5:60', '--at', '5,61,70', '--out', out], 'Frame 61 cannot be a moment'],
      [['--range', '5:999', '--out', out], 'which has frames 0–153'],
    ];
    for (const [argv, words] of wrong) {
      const { code, printed, noted } = await run(...argv);
      expect([argv, code, printed]).toEqual([argv, 2, []]);
      expect(noted.join()).toContain(words);
    }
  });
});
