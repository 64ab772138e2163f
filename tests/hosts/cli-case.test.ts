import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseCommand } from '#main/hosts/cli/commands/case.ts';
import { verify } from '#main/hosts/cli/commands/verify.ts';
import { root as repository } from './real-services.ts';
import { openSampleProject, type SampleProject, taggedEntry } from './sample-project.ts';

let sample: SampleProject;
let folder = '';
let zip = '';
let clip = '';

beforeAll(async () => {
  sample = await openSampleProject([caseCommand, verify]);
  ({ folder, clip } = sample);
  zip = join(folder, 'meet.zip');
  sample.put(...taggedEntry(sample.clipId));
});
afterAll(() => sample[Symbol.asyncDispose]());

const run = (...argv: readonly string[]) => sample.run(...argv);

describe('deepsport case and deepsport verify', () => {
  it('write a case and find it as it was sealed, frame by frame', async () => {
    const made = await run('case', sample.file, '--out', zip);
    expect([made.code, made.noted]).toEqual([0, []]);
    const { code, printed } = await run('verify', zip, '--clip', clip);
    expect(code).toBe(0);
    expect(printed).toContain('Frame 30 of dive-a.mp4 is the picture in the case: yes.');
    expect(printed.at(-1)).toMatch(/^meet\.zip: \d+ files are as they were sealed\.$/);
    const root = printed.find((line) => line.startsWith('Root '))?.slice(5) ?? '';
    expect((await run('verify', zip, '--root', root.toUpperCase())).code).toBe(0);
    const other = await run('verify', zip, '--root', 'a'.repeat(64));
    expect([other.code, other.printed.find((line) => line.startsWith('Fault'))]).toEqual([
      1,
      'Fault: The root is not the one that you were told: this is another case, or it was sealed anew.',
    ]);
  });

  it('end with 1 and say what is wrong, as JSON too', async () => {
    const bytes = readFileSync(zip);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    const changed = join(folder, 'changed.zip');
    writeFileSync(changed, bytes);
    const { code, noted, printed } = await run('verify', changed, '--json');
    expect([code, noted]).toEqual([1, ['changed.zip is not as it was sealed.']]);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ isWhole: false });
    const other = await run('verify', zip, '--clip', join(repository, 'resources', 'samples', 'dive-b.mp4'));
    expect([other.code, other.noted]).toEqual([
      1,
      ['meet.zip is as it was sealed, but what it was compared with is not as in the case.'],
    ]);
  });

  it.each([
    [['verify', 'gone.zip'], 'There is no file gone.zip. Check its name and folder.'],
    [['verify', 'CLIP'], 'dive-a.mp4 is no case file. Choose the .zip that was handed over as one.'],
    [['verify', 'ZIP', '--replay'], '--replay needs the clip: --clip FILE.'],
    [['verify', 'ZIP', '--root', '12'], '--root needs the 64 hexadecimal digits of a root.'],
    [['case', 'PROJECT'], 'Say where to write the case: --out FILE.zip.'],
    [['case', 'PROJECT', '--out', 'case.pdf'], 'Say where to write the case: --out FILE.zip.'],
  ])('end with 2 and one sentence for %j', async (argv, sentence) => {
    const project = sample.file;
    const places: Readonly<Record<string, string>> = { CLIP: clip, ZIP: zip, PROJECT: project };
    const { code, noted } = await run(...argv.map((word) => places[word] ?? word));
    expect([code, noted]).toEqual([2, [sentence]]);
  });
});
