import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putItem } from '#common/domain/index.ts';
import { agreement } from '#main/hosts/cli/commands/agreement.ts';
import { runCli } from '#main/hosts/cli/run-cli.ts';
import { openRealServices, type RealServices, root } from './real-services.ts';
import type { Outcome } from './run-command.ts';

let real: RealServices;
let folder = '';
let project = '';
let other = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-cli-agreement-'));
  project = join(folder, 'meet.deepsport');
  other = join(folder, 'second.csv');
  // The command looks whether the project is there; the services of these tests keep theirs in memory.
  writeFileSync(project, '');
  writeFileSync(other, 'code,start frame,end frame\nEntry,32,61\nEntry,32,61\nFlight,5,9\nEntry,900,950\n');
  real = openRealServices();
  const { id: clipId } = await real.services.clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
  const code = { kind: 'code', id: 'entry', name: 'Entry', colour: '#0072b2', order: 0 } as const;
  const event = {
    kind: 'event',
    id: 'e1',
    clipId,
    codeId: 'entry',
    range: { start: 30, end: 59 },
    labels: [],
    note: '',
    by: { kind: 'person' },
    evidence: [],
    createdAt: '2026-01-01T00:00:00.000Z',
  } as const;
  const changes = [putItem({ ...code, role: 'event', hidden: false, locked: true }), putItem(event)];
  real.services.project.edit({ id: 'tag', title: 'Tag Entry', changes }, { kind: 'person' });
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: string[]): Promise<Outcome> {
  const [printed, noted]: [string[], string[]] = [[], []];
  const code = await runCli(argv, {
    commands: [agreement],
    version: '1.2.3',
    open: async () => real.services,
    print: (line) => printed.push(line),
    note: (line) => noted.push(line),
    progress: () => {},
    signal: new AbortController().signal,
  });
  return { code, printed, noted };
}

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
    expect(real.services.project.history(10)).toHaveLength(2);
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
