import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClipAnalysis, cancelled, DeepSportError, type ExportRequest } from '#common/domain/index.ts';
import { createJobBoard } from '#main/platform/index.ts';
import { createClipAnalyses } from '#main/rpc/clip-analyses.ts';
import { createClipExports } from '#main/rpc/clip-exports.ts';
import type { ClipAnalyser, ClipExporter, ExportTask } from '#main/video/index.ts';
import { analysis, clip, createFakeServices } from './fake-services.ts';

let folder = '';
let jobs: ReturnType<typeof createJobBoard>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deepsport-jobs-'));
  let next = 0;
  jobs = createJobBoard({ clock: () => 0, createId: () => `job-${next++}` });
});
afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
const { clips } = createFakeServices();

describe('An analysis', () => {
  const analyserOf = (status: ClipAnalysis['status'], run: ClipAnalyser['analyse']) =>
    ({ state: async () => ({ ...analysis, status }), analyse: run }) as unknown as ClipAnalyser;

  it('is one job for a clip however often it is asked for, and a new one after a cancel', async () => {
    let started = 0;
    const analyser = analyserOf('paused', (_source, options) => {
      started += 1;
      options?.onStage?.({ stage: 'Analysing', done: 30, total: 60 });
      return new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(cancelled())),
      );
    });
    const analyses = createClipAnalyses({ clips, analyser, jobs });
    await Promise.all([analyses.start(clip.id), analyses.start(clip.id)]);
    await analyses.start(clip.id);
    await expect.poll(() => jobs.list()[0]?.progress).toBe(0.5);
    expect(jobs.list()).toMatchObject([{ kind: 'analyse', title: clip.name, clipId: clip.id }]);
    expect(started).toBe(1);

    jobs.cancel(jobs.list()[0]?.id ?? '');
    await expect.poll(() => jobs.list()[0]?.status).toBe('cancelled');
    await analyses.start(clip.id);
    await expect.poll(() => started).toBe(2);
  });

  it('that is done already starts nothing', async () => {
    const analyser = analyserOf('done', () => Promise.reject(new Error('asked for in vain')));
    await createClipAnalyses({ clips, analyser, jobs }).start(clip.id);
    expect(jobs.list()).toEqual([]);
  });
});

describe('An export', () => {
  const exported: { task: ExportTask; target: string }[] = [];
  const exporter: ClipExporter = {
    suggestedName: () => 'dive 5–9.mp4',
    async export(task, target) {
      exported.push({ task, target });
      await writeFile(target, 'a clip');
      return { fileName: 'dive 5–9.mp4', sizeBytes: 6, frameCount: 5, note: '' };
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const request: ExportRequest = {
    kind: 'clip',
    clipId: clip.id,
    range: { start: 5, end: 9 },
    cut: 'exact',
    sound: true,
    burnIn: null,
  };
  const createExports = (chooseTarget?: (name: string) => Promise<string | null>) =>
    createClipExports({
      clips,
      exporter,
      jobs,
      createId: () => `id-${exported.length}`,
      chooseTarget,
      folder: join(folder, 'exports'),
    });

  it('lies ready for the page where there is no dialog, and is gone with the services', async () => {
    const exports = createExports();
    const id = await exports.start(request);
    await expect.poll(() => jobs.list()[0]?.status).toBe('done');
    const [job] = jobs.list();
    expect(job).toMatchObject({ id, kind: 'export', title: 'dive.mp4, frames 5–9' });
    expect(job?.result).toMatchObject({ frameCount: 5, downloadPath: `/media/exports/${id}` });
    const file = exports.fileOf(id ?? '') ?? '';
    expect(await readFile(file, 'utf8')).toBe('a clip');
    expect(exported.at(-1)?.task).toMatchObject({ source: { path: '/nowhere/dive.mp4' }, cut: 'exact' });
    await exports[Symbol.asyncDispose]();
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(exports.fileOf(id ?? '')).toBeUndefined();
  });

  it('goes where the person chose, and offers no download', async () => {
    const target = join(folder, 'my dive.mp4');
    const asked: string[] = [];
    await using exports = createExports(async (name) => {
      asked.push(name);
      return target;
    });
    const id = await exports.start(request);
    await expect.poll(() => jobs.list()[0]?.status).toBe('done');
    expect(asked).toEqual(['dive 5–9.mp4']);
    expect(jobs.list()[0]?.result?.downloadPath).toBeNull();
    expect(await readFile(target, 'utf8')).toBe('a clip');
    expect(exports.fileOf(id ?? '')).toBeUndefined();
  });

  it('does not begin when the dialog is closed', async () => {
    await using exports = createExports(async () => null);
    expect(await exports.start(request)).toBeNull();
    expect(jobs.list()).toEqual([]);
  });

  it('of a reel names every part by its own file', async () => {
    await using exports = createExports();
    const part = { clipId: clip.id, range: { start: 0, end: 3 } };
    await exports.start({ kind: 'reel', parts: [part, part], sound: false, burnIn: null });
    await expect.poll(() => jobs.list()[0]?.status).toBe('done');
    expect(jobs.list()[0]?.title).toBe('Reel of 2 ranges, dive.mp4');
    expect(exported.at(-1)?.task).toMatchObject({
      parts: [
        { source: { path: '/nowhere/dive.mp4' }, range: part.range },
        { source: { path: '/nowhere/dive.mp4' }, range: part.range },
      ],
    });
  });

  it('of ranges side by side keeps their sync frames, and draws into each what is its own', async () => {
    await using exports = createExports();
    const part = { clipId: clip.id, range: { start: 0, end: 3 }, syncFrame: 2 };
    const event = { range: part.range, label: 'Entry', colour: '#ffffff' };
    const events = [
      { ...event, clipId: clip.id },
      { ...event, clipId: 'other' },
    ];
    const burnIn = { frameNumbers: true, times: false, events, drawings: [] };
    await exports.start({ kind: 'stack', parts: [part, part], sound: 1, burnIn });
    await expect.poll(() => jobs.list()[0]?.status).toBe('done');
    expect(jobs.list()[0]?.title).toBe('2 ranges side by side, dive.mp4');
    const drawn = { ...burnIn, events: [events[0]] };
    const own = { source: { path: '/nowhere/dive.mp4' }, range: part.range, syncFrame: 2, burnIn: drawn };
    expect(exported.at(-1)?.task).toMatchObject({ kind: 'stack', sound: 1, parts: [own, own] });
  });

  it('of a clip that is not there fails before a job is made', async () => {
    await using exports = createExports();
    const failing = exports.start({ ...request, clipId: 'other' });
    await expect(failing).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(jobs.list()).toEqual([]);
  });

  it('that fails says why on the list', async () => {
    const failing: ClipExporter = {
      ...exporter,
      export: () => Promise.reject(new DeepSportError('DISK_FULL', 'The disk is full.')),
    };
    await using exports = createClipExports({
      clips,
      exporter: failing,
      jobs,
      createId: () => 'id',
      folder: join(folder, 'exports'),
    });
    await exports.start(request);
    await expect.poll(() => jobs.list()[0]?.failure?.code).toBe('DISK_FULL');
  });
});
