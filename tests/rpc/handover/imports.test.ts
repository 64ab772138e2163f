import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeepSportError, putItem } from '#common/domain/index.ts';
import { createJobBoard } from '#main/platform/create-job-board.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { createImports } from '#main/rpc/handover/imports.ts';
import { plainExchangeClip, someCode } from '../../project/exchange/support.ts';

const { info, seconds } = plainExchangeClip();
let project: ProjectStore;
let jobs: ReturnType<typeof createJobBoard>;
let now = 0;
let ids = 0;

beforeEach(() => {
  now = Date.parse('2026-01-31T10:00:00Z');
  project = openProject(':memory:', { clock: () => now });
  jobs = createJobBoard({ clock: () => now, createId: () => `job-${++ids}` });
});
afterEach(() => project[Symbol.dispose]());

const imports = (largestBytes?: number) =>
  createImports({
    project,
    jobs,
    clips: {
      get: async (clipId) => {
        if (clipId === info.id) return info;
        throw new DeepSportError('NOT_FOUND', 'There is no such clip.');
      },
      frameTimes: async () => ({ timestampsSeconds: seconds.startSeconds, keyFrames: [0] }),
    },
    clock: () => now,
    createId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ...(largestBytes === undefined ? {} : { largestBytes }),
  });

const table = 'start,end,code\n1,2,Pass\n3,4,Shot\n500,501,Shot\n';
const stream = (text: string) => new Blob([text]).stream();

describe('An import', () => {
  it('is looked at without a clip, too: then nothing is said of the clip’s end', async () => {
    const preview = await imports().preview('x.csv', stream(table));
    expect([preview.eventCount, preview.rows.map(({ startSeconds }) => startSeconds)]).toEqual([
      3,
      [1, 3, 500],
    ]);
  });

  it('counts anew for the clip that it is put on, whatever was looked at', async () => {
    const both = imports();
    const { importId } = await both.preview('x.csv', stream(table));
    expect(await both.import(importId, info.id)).toBe(2);
  });

  it('goes by what the project holds when it is done: a code locked meanwhile keeps its events as they are', async () => {
    const both = imports();
    const { eventCount, importId } = await both.preview('x.csv', stream(table), { clipId: info.id });
    const locked = putItem(someCode('pass', 'Pass', { locked: true }));
    project.edit({ id: 'lock', title: 'Lock', changes: [locked] }, { kind: 'person' });
    expect([eventCount, await both.import(importId, info.id)]).toEqual([2, 1]);
  });

  it('that brings nothing new makes no edit', async () => {
    const both = imports();
    const { importId } = await both.preview('x.csv', stream('start,end,code\n500,501,Pass\n'));
    expect(await both.import(importId, info.id)).toBe(0);
    expect(project.history(5)).toEqual([]);
  });

  it('shows a hundred rows, those with notes first', async () => {
    const many = Array.from(
      { length: 300 },
      (_, index) => `${(index % 200) / 25},${(index % 200) / 25 + 1},Pass`,
    );
    const text = ['start,end,code', ...many].join('\n');
    const { leftOutCount, rows } = await imports().preview('x.csv', stream(text), { clipId: info.id });
    expect([leftOutCount, rows.length, rows[0]?.note]).toEqual([100, 100, 'twice in the file: left out']);
  });

  it('is forgotten after half an hour', async () => {
    const both = imports();
    const { importId } = await both.preview('x.csv', stream(table), { clipId: info.id });
    now += 31 * 60_000;
    await expect(both.import(importId, info.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of a file that is too large is refused before it is read whole', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new TextEncoder().encode('start,end,code\n'.repeat(10_000)));
      },
    });
    await expect(imports(2 ** 20).preview('x.csv', endless)).rejects.toThrow('x.csv is larger than 1 MB');
    expect(sent).toBeLessThan(20);
  });

  describe('of many events', () => {
    const rows = Array.from({ length: 12_000 }, (_, at) => `${at % 9},${(at % 9) + 1},Pass,${at}`);
    const many = ['start,end,code,label: Number', ...rows].join('\n');
    const started = async () => {
      const both = imports();
      const { importId } = await both.preview('x.csv', stream(many), { clipId: info.id });
      const finished = both.import(importId, info.id);
      // Work takes its turns, and so does whoever watches it.
      while (jobs.list()[0]?.stage !== 'Placing events') await new Promise(setImmediate);
      return { both, importId, finished };
    };

    it('is a job with progress, and one edit', async () => {
      const { finished } = await started();
      expect(jobs.list()[0]).toMatchObject({ kind: 'import', title: 'x.csv', status: 'running' });
      expect(await finished).toBe(12_000);
      expect(jobs.list()[0]?.status).toBe('done');
      expect(project.history(5).map(({ title }) => title)).toEqual(['Import 12000 events from x.csv']);
      expect(project.snapshot().items.filter(({ kind }) => kind === 'code')).toHaveLength(1);
    });

    it('leaves nothing when cancelled, and can be begun again', async () => {
      const { both, importId, finished } = await started();
      jobs.cancel(jobs.list()[0]?.id ?? '');
      await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
      expect([project.snapshot().items, project.history(5)]).toEqual([[], []]);
      expect(await both.import(importId, info.id)).toBe(12_000);
    });

    it('goes by a code that is locked while it runs', async () => {
      const { finished } = await started();
      const locked = putItem(someCode('pass', 'Pass', { locked: true }));
      project.edit({ id: 'lock', title: 'Lock', changes: [locked] }, { kind: 'person' });
      expect(await finished).toBe(0);
      expect(project.history(5).map(({ title }) => title)).toEqual(['Lock']);
    });
  });

  it('onto a clip that is not there says so', async () => {
    await expect(imports().preview('x.csv', stream(table), { clipId: 'other' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
