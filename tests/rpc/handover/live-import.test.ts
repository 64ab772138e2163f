import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProjectEvent, putItem, removeItem } from '#common/domain/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { createLiveImport } from '#main/rpc/handover/live-import.ts';
import { plainExchangeClip, someCode, someEvent } from '../../project/exchange/support.ts';

const { info, seconds } = plainExchangeClip();
const person = { kind: 'person' } as const;
const patient = { timeout: 30_000 };
let folder = '';
let project: ProjectStore;
let lines: string[] = [];
let troubles: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-live-'));
  project = openProject(':memory:', { clock: () => 0 });
  lines = [];
  troubles = [];
});
afterEach(() => {
  project[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const start = (into: string, platform: NodeJS.Platform = 'linux') =>
  createLiveImport({
    project,
    clips: {
      get: async () => info,
      frameTimes: async () => ({ timestampsSeconds: seconds.startSeconds, keyFrames: [0] }),
    },
    folder: () => into,
    clock: () => Date.parse('2026-01-31T10:00:00Z'),
    log: (_level, message) => lines.push(message),
    onTrouble: ({ message }) => troubles.push(message),
    platform,
    quietMilliseconds: 0,
  });

let edits = 0;
function edit(...events: readonly ProjectEvent[]): string {
  edits += 1;
  const id = `edit-${edits}`;
  const changes = [putItem(someCode('pass', 'Pass')), ...events.map(putItem)];
  project.edit({ id, title: 'Tag', changes }, person);
  return id;
}

const files = (into = folder) =>
  readdirSync(into)
    .filter((name) => !name.endsWith('.deepsport-part'))
    .sort();
const starts = (name: string) =>
  [...readFileSync(join(folder, name), 'utf8').matchAll(/<start>([\d.]+)</g)].map(([, time]) => time);

describe('The folder for live import', () => {
  it('gets a file after each edit with what is new or changed, and nothing else', async () => {
    const live = start(folder);
    const first = someEvent({ id: 'a', range: { start: 25, end: 49 } });
    edit(first);
    await expect.poll(() => files(), patient).toHaveLength(1);
    edit(
      { ...first, range: { start: 50, end: 74 } },
      someEvent({ id: 'b', range: { start: 100, end: 124 } }),
    );
    await expect.poll(() => files(), patient).toHaveLength(2);
    expect(files()).toEqual([
      '<import> match.mp4 2026-01-31T10-00-00 1.xml',
      '<import> match.mp4 2026-01-31T10-00-00 2.xml',
    ]);
    expect(files().map(starts)).toEqual([['1'], ['2', '4']]);
    await live[Symbol.asyncDispose]();
    expect(files()).toHaveLength(2);
  });

  it('gets neither what was taken back at once, nor codes that are hidden, nor what another program gave', async () => {
    const live = start(folder);
    edit(someEvent({ id: 'a' }));
    project.edit({ id: 'back', title: 'Remove', changes: [removeItem(someEvent({ id: 'a' }))] }, person);
    const changes = [
      putItem(someCode('draft', 'Draft', { hidden: true })),
      putItem(someEvent({ codeId: 'draft' })),
    ];
    project.edit({ id: 'draft', title: 'Tag', changes }, person);
    live.skip('given');
    project.edit({ id: 'given', title: 'Import', changes: [putItem(someEvent({ id: 'c' }))] }, person);
    await live[Symbol.asyncDispose]();
    expect(files()).toEqual([]);
  });

  it('is named once in the log while it is away; the events wait and come when it is back', async () => {
    const away = join(folder, 'drive', 'live');
    const live = start(away);
    const tried: number[] = [];
    for (const id of ['a', 'b', 'c']) {
      edit(someEvent({ id }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      tried.push(lines.length);
    }
    expect(lines).toHaveLength(1);
    mkdirSync(join(folder, 'drive'));
    edit(someEvent({ id: 'd', range: { start: 200, end: 210 } }));
    await expect.poll(() => files(join(folder, 'drive')), patient).toEqual(['live']);
    await live[Symbol.asyncDispose]();
    const [name = ''] = files(away);
    expect(readFileSync(join(away, name), 'utf8').match(/<instance>/g)).toHaveLength(4);
    expect(lines).toHaveLength(1);
    expect(troubles).toEqual([expect.stringContaining('cannot be written: new events wait')]);
  });

  it('has names that Windows takes', async () => {
    const live = start(folder, 'win32');
    edit(someEvent());
    await live[Symbol.asyncDispose]();
    expect(files()).toEqual(['(import) match.mp4 2026-01-31T10-00-00 1.xml']);
  });

  it('that is not set gets nothing', async () => {
    const live = start('');
    edit(someEvent());
    await live[Symbol.asyncDispose]();
    expect([files(), lines]).toEqual([[], []]);
  });
});
