import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreement } from '#main/hosts/cli/commands/agreement.ts';
import { openSampleProject, type SampleProject, taggedEntry } from './sample-project.ts';

let sample: SampleProject;
let project = '';
let other = '';
let folder = '';

beforeAll(async () => {
  sample = await openSampleProject([agreement]);
  ({ file: project, folder } = sample);
  other = join(folder, 'second.csv');
  writeFileSync(other, 'code,start frame,end frame\nEntry,32,61\nEntry,32,61\nFlight,5,9\nEntry,900,950\n');
  sample.put(...taggedEntry(sample.clipId, { locked: true }));
});
afterAll(() => sample[Symbol.asyncDispose]());

const run = (...argv: readonly string[]) => sample.run(...argv);

describe('deepsport agreement', () => {
  it('prints how the events of a file agree with those of the project, and takes nothing in', async () => {
    const { code, printed, noted } = await run('agreement', project, '--with', other, '--rows');
    expect(code).toBe(0);
    const [head, entry, pair, flight, alone, all] = printed.map((line) => line.split('\t'));
    expect(head).toEqual(['code', 'same', 'shifted', 'only project', 'only second.csv', 'observed', 'kappa']);
    expect(entry?.slice(0, 5)).toEqual(['Entry', '1', '0', '0', '0']);
    expect(Number(entry?.[6])).toBeGreaterThan(0.85);
    expect(pair).toEqual(['', 'same', '30–59', '32–61', '0.875']);
    expect(flight).toEqual(['Flight', '0', '0', '0', '1', '0.968', 'none: the project never marks it']);
    expect(alone).toEqual(['', 'only second.csv', '–', '5–9', '']);
    expect(all?.slice(0, 5)).toEqual(['all codes', '1', '0', '0', '1']);
    expect(noted).toEqual(['Events of second.csv that could not be placed on this clip: 2.']);
    expect(sample.services.project.history(10)).toHaveLength(2);
  });

  it('gives all of it as JSON', async () => {
    const { printed } = await run('agreement', project, '--with', other, '--json');
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      clip: 'dive-a.mp4',
      with: 'second.csv',
      leftOutCount: 2,
      codes: [
        { codeName: 'Entry', counts: { matched: 1 } },
        { codeName: 'Flight', kappa: { value: null, because: 'first-never' } },
      ],
      total: { counts: { matched: 1, 'only-second': 1 } },
    });
  });

  it('says what is missing, and refuses what is no file of events', async () => {
    const window = join(folder, 'window.json');
    const layout = { format: 'deepsport-code-window', name: 'x' };
    writeFileSync(window, JSON.stringify(layout));
    expect(await run('agreement', project)).toMatchObject({
      code: 2,
      noted: ['Say what to compare with: --with FILE.'],
    });
    expect((await run('agreement', project, '--with', join(folder, 'nowhere.csv'))).noted[0]).toMatch(
      /^There is no file nowhere\.csv/,
    );
    expect((await run('agreement', project, '--with', window)).code).toBe(2);
  });
});
