import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '#main/hosts/cli/commands/events.ts';
import { report } from '#main/hosts/cli/commands/report.ts';
import { openSampleProject, type SampleProject, taggedEntry } from './sample-project.ts';

let sample: SampleProject;
let folder = '';
let project = '';
let clip = '';

beforeAll(async () => {
  sample = await openSampleProject([events, report]);
  ({ file: project, folder, clip } = sample);
  sample.put(...taggedEntry(sample.clipId));
});
afterAll(() => sample[Symbol.asyncDispose]());

const run = (...argv: readonly string[]) => sample.run(...argv);

describe('deepsport events', () => {
  it('prints the events of a project as a table, or as JSON lines', async () => {
    const table = await run('events', project);
    expect([table.code, table.noted]).toEqual([0, []]);
    expect(table.printed.join('\n')).toContain('dive-a.mp4,Entry,30,59,1,2');
    const lines = (await run('events', project, '--json')).printed.join('\n').split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['deepsport-events', 'clip', 'code', 'event']);
  });

  it('writes a file in the format that its name says', async () => {
    const out = join(folder, 'meet.xml');
    const { code, printed } = await run('events', project, '--clip', 'dive-a.mp4', '--out', out, '--json');
    expect(code).toBe(0);
    const text = readFileSync(out, 'utf8');
    expect(JSON.parse(printed[0] ?? '')).toEqual({ path: out, sizeBytes: text.length });
    expect(text).toContain('<code>Entry</code>');
  });

  it('never writes over a clip of the project', async () => {
    const before = statSync(clip).size;
    const { code, noted } = await run('events', project, '--format', 'csv', '--out', clip);
    expect([code, noted, statSync(clip).size]).toEqual([
      2,
      ['dive-a.mp4 is a clip of the project, which is never overwritten. Choose another name.'],
      before,
    ]);
  });

  it('says what is wrong and what there is instead, with exit code 2', async () => {
    const said = async (...argv: string[]) => {
      const { code, noted } = await run(...argv);
      return [code, ...noted];
    };
    expect(await said('events', join(folder, 'none.deepsport'))).toEqual([
      2,
      'There is no project none.deepsport. Check its name and folder.',
    ]);
    const video = join(folder, 'film.mp4');
    writeFileSync(video, 'no project');
    for (const [path, name] of [
      [folder, basename(folder)],
      [video, 'film.mp4'],
    ] as const) {
      expect(await said('events', path)).toEqual([
        2,
        `${name} is no project: name the project’s file, such as match.deepsport.`,
      ]);
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
    expect(await said('events', project, '--code', 'Exit')).toEqual([
      2,
      'The project has no code “Exit”. Its codes are Entry.',
    ]);
    expect(await said('events', project, '--clip', 'b.mp4')).toEqual([
      2,
      'The project has no clip “b.mp4”. Its clips are dive-a.mp4.',
    ]);
    expect(await said('events', project, '--import', join(folder, 'none.csv'))).toEqual([
      2,
      'There is no file none.csv. Check its name and folder.',
    ]);
    expect(await said('events', project, '--out', 'events.docx')).toEqual([
      2,
      'The name “events.docx” does not say what to write: add --format.',
    ]);
  });

  it('shows what an import would do, then does it', async () => {
    const file = join(folder, 'plays.csv');
    writeFileSync(file, 'start;end;code\n0,5;1,25;Take-off\n90;91;Take-off\n');
    const preview = await run('events', project, '--import', file, '--preview');
    expect(preview.printed).toEqual([
      '90.000–91.000\tTake-off\tbeyond the clip’s end: left out',
      '1\tTake-off\tnew code',
      '1 event to import, 1 left out',
    ]);
    const { code, printed } = await run('events', project, '--import', file, '--json');
    expect([code, JSON.parse(printed[0] ?? '').imported]).toEqual([0, 1]);
    expect((await run('events', project, '--code', 'Take-off')).printed.join('\n')).toContain(',15,37,0.5,');
  });
});

describe('deepsport report', () => {
  it('writes one HTML file', async () => {
    const out = join(folder, 'report.html');
    const { code } = await run('report', project, '--out', out, '--title', 'Heats', '--no-pictures');
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('<h1>Heats</h1>');
  });

  it('wants a name that says which kind of file', async () => {
    const { code, noted } = await run('report', project, '--out', join(folder, 'report.doc'));
    expect([code, noted]).toEqual([2, ['Say where to write the report: --out FILE.html or --out FILE.pdf.']]);
    expect(existsSync(join(folder, 'report.doc'))).toBe(false);
  });
});
