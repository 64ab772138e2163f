import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPreviewSchema, mediaPaths } from '#common/contract/index.ts';
import {
  type Code,
  type CodeWindow,
  type HandoverRequest,
  type Job,
  type ProbeKind,
  type ProjectEvent,
  putItem,
  type Trajectory,
} from '#common/domain/index.ts';
import { createMediaHandler } from '#main/rpc/media.ts';
import { openRealServices, type RealServices, root } from '../hosts/real-services.ts';
import { answeredEnd, sampleTrajectory } from '../project/sample-trajectory.ts';
import { footage, footageNote, hasFootage } from '../video/support/footage.ts';

let real: RealServices;
let clipId = '';
let live = '';

beforeAll(async () => {
  live = mkdtempSync(join(tmpdir(), 'deepsport-live-'));
  real = openRealServices();
  const { id } = await real.services.clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
  clipId = id;
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  rmSync(live, { recursive: true, force: true });
});

const person = { kind: 'person' } as const;
const code = (id: string, over: Partial<Code> = {}): Code => ({
  kind: 'code',
  id,
  name: id,
  colour: '#0072b2',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
  ...over,
});
const event = (id: string, over: Partial<ProjectEvent> = {}): ProjectEvent => ({
  kind: 'event',
  id,
  clipId,
  codeId: 'Entry',
  range: { start: 30, end: 59 },
  labels: [],
  note: '',
  by: person,
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const edit = (title: string, items: readonly Parameters<typeof putItem>[0][]) =>
  real.services.project.edit({ id: `edit-${title}`, title, changes: items.map(putItem) }, person);

async function ended(jobId: string | null, board = real.services.jobs): Promise<Job> {
  const stop = new AbortController();
  for await (const jobs of board.watch(stop.signal)) {
    const job = jobs.find(({ id }) => id === jobId);
    if (job && job.status !== 'running') return job;
  }
  throw new Error('the list of jobs ended');
}

/** Hands over and gives what lies ready for the page. */
async function handOver(request: HandoverRequest): Promise<{ job: Job; bytes: Buffer }> {
  const job = await ended(await real.services.handover.start(request));
  expect(job.failure).toBeNull();
  return { job, bytes: readFileSync(real.services.handover.fileOf(job.id) ?? '') };
}

const eventsAs = (format: 'sportscode' | 'csv' | 'jsonl'): HandoverRequest => ({
  kind: 'events',
  format,
  events: { clipId, codeIds: null, eventIds: null },
  asciiOnly: false,
});

const streamOf = (text: string) => new Blob([text]).stream();
const items = (kind: string) => real.services.project.snapshot().items.filter((item) => item.kind === kind);

describe('Handing over', () => {
  it('writes the events of the codes that are not hidden, as a job with a file to download', async () => {
    edit('tag', [
      code('Entry'),
      code('Draft', { hidden: true }),
      event('first', { labels: [{ group: 'Splash', text: 'small' }], note: 'clean' }),
      event('second', { range: { start: 100, end: 100 } }),
      event('third', { codeId: 'Draft' }),
    ]);
    const { job, bytes } = await handOver(eventsAs('csv'));
    expect(job).toMatchObject({ kind: 'handover', title: '2 events as CSV', clipId, status: 'done' });
    expect(job.result).toMatchObject({
      fileName: 'dive-a.csv',
      sizeBytes: bytes.length,
      downloadPath: mediaPaths.exported(job.id),
    });
    expect(bytes.toString().split('\r\n').slice(0, 3)).toEqual([
      '\ufeffclip,code,start frame,end frame,start seconds,end seconds,label: Splash,note,author,evidence',
      'dive-a.mp4,Entry,30,59,1,2,small,clean,person,',
      'dive-a.mp4,Entry,100,100,3.333333,3.366667,,,person,',
    ]);
    const media = createMediaHandler(real.services, { log: () => {} });
    const answer = await media(new Request(`http://localhost${job.result?.downloadPath}`));
    expect(answer.headers.get('content-disposition')).toContain('dive-a.csv');
  });

  it('says what a format has no place for', async () => {
    const { job } = await handOver(eventsAs('sportscode'));
    expect(job.result?.note).toBe('This format has no place for notes: 1 left out.');
  });

  it('refuses to write a file without events, in a sentence', async () => {
    await expect(
      real.services.handover.start({
        ...eventsAs('csv'),
        kind: 'events',
        format: 'csv',
        asciiOnly: false,
        events: { clipId, codeIds: [], eventIds: null },
      }),
    ).rejects.toThrow('There is no event to hand over.');
  });

  it('writes a report with pictures, numbers and hashes, and nothing that runs or comes from outside', async () => {
    const { bytes } = await handOver({
      kind: 'report',
      format: 'html',
      events: { clipId, codeIds: null, eventIds: null },
      title: '<script>alert(1)</script>',
      trajectoryIds: [],
      pictures: true,
      numbers: true,
    });
    const page = bytes.toString();
    expect(page).not.toContain('<script');
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page.match(/src="data:image\/jpeg;base64,\/9j\//g)).toHaveLength(4);
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    const { rgbSha256 } = await real.services.clips.fingerprint(clipId, 100);
    expect(page).toContain(`<b>100</b> · 00:03.333<br><code>${rgbSha256.slice(0, 16)}</code>`);
  });

  it('tells of tests of an answer by one line under it, and hands over none of them', async () => {
    const { project } = real.services;
    const answered = (id: string, answer: string, probe: Trajectory['probe'] = null) => {
      project.startTrajectory({ ...sampleTrajectory(id, clipId), probe });
      project.endTrajectory(id, { ...answeredEnd, answer });
    };
    const change = (id: string, kind: ProbeKind) => ({ trajectoryId: id, change: kind });
    answered('tested', 'Entry at frame 80');
    answered('p1', 'Entry at frame 33', change('tested', 'reversed'));
    answered('p2', 'Entry at frame 140', change('tested', 'blank'));
    const { bytes } = await handOver({
      kind: 'report',
      format: 'html',
      events: { clipId, codeIds: null, eventIds: null },
      title: 'Tested',
      trajectoryIds: ['tested'],
      pictures: false,
      numbers: false,
    });
    expect(bytes.toString()).toContain(
      'Depends on the video: another answer to grey frames and frames in reverse.',
    );
    expect(bytes.toString()).not.toMatch(/frame 33|frame 140/);
    const lines = (await handOver(eventsAs('jsonl'))).bytes.toString();
    expect(lines).toContain('"tested"');
    expect(lines).not.toContain('"p1"');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const id = await real.services.handover.start({
      kind: 'report',
      format: 'html',
      events: { clipId, codeIds: null, eventIds: null },
      title: 'Cancelled',
      trajectoryIds: [],
      pictures: true,
      numbers: false,
    });
    real.services.jobs.cancel(id ?? '');
    expect((await ended(id)).status).toBe('cancelled');
    expect(real.services.handover.fileOf(id ?? '')).toBeUndefined();
  });
});

describe('Importing', () => {
  const xml = (instances: string) => `<file><ALL_INSTANCES>${instances}</ALL_INSTANCES>
    <ROWS><row><code>Take-off</code><R>65535</R><G>0</G><B>0</B></row></ROWS></file>`;
  const instance = (name: string, start: number, end: number) =>
    `<instance><ID>1</ID><start>${start}</start><end>${end}</end><code>${name}</code></instance>`;

  it('says first what it will do, by way of the media address, and changes nothing', async () => {
    const before = real.services.project.snapshot().revision;
    const media = createMediaHandler(real.services, { log: () => {} });
    const body = xml(instance('Take-off', 0.5, 1) + instance('Take-off', 50, 60) + instance('Entry', 2, 1.5));
    const address = `http://localhost${mediaPaths.importFile('C:\\private\\plays.xml', clipId)}`;
    const answer = await media(new Request(address, { method: 'PUT', body }));
    const preview = importPreviewSchema.parse(await answer.json());
    expect(preview).toMatchObject({
      fileName: 'plays.xml',
      format: 'sportscode',
      eventCount: 2,
      leftOutCount: 1,
      codes: [
        { name: 'Take-off', count: 1, isNew: true },
        { name: 'Entry', count: 1, isNew: false },
      ],
    });
    expect(preview.rows.map(({ note, usable }) => [note, usable])).toEqual([
      ['beyond the clip’s end: left out', false],
      ['ends before it begins: swapped', true],
      ['', true],
    ]);
    expect(real.services.project.snapshot().revision).toBe(before);
    real.services.handover.cancelImport(preview.importId);
    await expect(real.services.handover.import(preview.importId, clipId)).rejects.toThrow('too long ago');
  });

  it('puts codes, with the colours of the file, and events as one edit that can be undone', async () => {
    const body = xml(instance('Take-off', 0.5, 1) + instance('Entry', 2, 3));
    const { importId } = await real.services.handover.preview('plays.xml', streamOf(body), { clipId });
    expect(await real.services.handover.import(importId, clipId)).toBe(2);
    expect(items('code').find((item) => item.kind === 'code' && item.name === 'Take-off')).toMatchObject({
      colour: '#ff0000',
    });
    expect(real.services.project.history(1)[0]?.title).toBe('Import 2 events from plays.xml');
    const again = await real.services.handover.preview('plays.xml', streamOf(body), { clipId });
    expect(again).toMatchObject({ eventCount: 0, leftOutCount: 2 });
    expect(again.rows[0]?.note).toBe('already in the project: left out');
    real.services.project.undo();
    expect(items('code').some((item) => item.kind === 'code' && item.name === 'Take-off')).toBe(false);
  });

  it('reads its own file of events back as nothing new', async () => {
    const { bytes } = await handOver(eventsAs('jsonl'));
    const preview = await real.services.handover.preview('x.jsonl', streamOf(bytes.toString()), { clipId });
    expect(preview).toMatchObject({ eventCount: 0, leftOutCount: 2 });
  });

  it('takes a code window that was handed over, under an id of its own', async () => {
    const window: CodeWindow = {
      kind: 'code-window',
      id: 'window-1',
      name: 'Diving',
      sport: 'diving',
      columns: 4,
      buttons: [],
    };
    edit('layout', [window]);
    const { bytes, job } = await handOver({ kind: 'code-window', codeWindowId: 'window-1' });
    expect(job.result?.fileName).toBe('Diving code window.json');
    const text = bytes.toString();
    const { importId, format } = await real.services.handover.preview('d.json', streamOf(text), { clipId });
    expect(format).toBe('code-window');
    await real.services.handover.import(importId, clipId);
    const names = items('code-window').map((item) => item.kind === 'code-window' && item.name);
    expect([names, new Set(items('code-window').map(({ id }) => id)).size]).toEqual([
      ['Diving', 'Diving'],
      2,
    ]);
  });

  it('takes codes with their role from its own lines', async () => {
    const lines = [
      '{"type":"deepsport-events","version":1,"title":""}',
      '{"type":"code","name":"Flight","colour":"#123456","order":0,"role":"phase"}',
      '{"type":"event","code":"Flight","startSeconds":1,"endSeconds":2}',
    ];
    const text = lines.join('\n');
    const { importId } = await real.services.handover.preview('x.jsonl', streamOf(text), { clipId });
    await real.services.handover.import(importId, clipId);
    expect(items('code').find((item) => item.kind === 'code' && item.name === 'Flight')).toMatchObject({
      colour: '#123456',
      role: 'phase',
    });
    real.services.project.undo();
  });

  it('keeps at most three files that were read', async () => {
    const body = xml(instance('Entry', 2, 3));
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      ids.push((await real.services.handover.preview('plays.xml', streamOf(body), { clipId })).importId);
    }
    await expect(real.services.handover.import(ids[0] ?? '', clipId)).rejects.toThrow('Choose it again');
    for (const id of ids) real.services.handover.cancelImport(id);
  });

  it('ends reading when the page leaves', async () => {
    const stop = new AbortController();
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('<file><instance></instance>'.repeat(1000)));
        stop.abort();
      },
    });
    await expect(
      real.services.handover.preview('x.xml', endless, { clipId, signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe.skipIf(!hasFootage)(`Real clips${footageNote}`, () => {
  it.each(['flip_h264_vfr.mp4', 'flip_h264_pts_offset.ts', 'flip_h264_119p88fps.mp4', 'flip_av1.webm'])(
    'keep every frame on the way out and back in: %s',
    async (name) => {
      await using own = openRealServices();
      const { clips, handover, jobs, project } = own.services;
      const clip = await clips.open(footage(`derived/${name}`));
      const tagged = [0, 7, 20, 33, clip.frameCount - 1].map((start, index) =>
        event(`e${index}`, {
          clipId: clip.id,
          range: { start, end: Math.min(clip.frameCount - 1, start + index * 3) },
        }),
      );
      const changes = [code('Entry'), ...tagged].map(putItem);
      project.edit({ id: 'tag', title: 'Tag', changes }, person);
      for (const format of ['sportscode', 'csv', 'tsv', 'jsonl'] as const) {
        const events = { clipId: clip.id, codeIds: null, eventIds: null };
        const jobId = await handover.start({ kind: 'events', format, events, asciiOnly: false });
        await ended(jobId, jobs);
        const text = readFileSync(handover.fileOf(jobId ?? '') ?? '', 'utf8');
        const preview = await handover.preview(`events.${format}`, streamOf(text), { clipId: clip.id });
        expect(preview.rows.map(({ note }) => note)).toEqual(
          tagged.map(() => 'already in the project: left out'),
        );
      }
    },
  );
});

describe('The folder for live import', () => {
  it('gets the events that are new or changed, each once, and none of those imported', async () => {
    await using own = openRealServices({
      chooseTarget: async () => null,
    });
    const { services } = own;
    await services.settings.update({ liveImportFolder: live });
    const clip = await services.clips.open(join(root, 'resources', 'samples', 'dive-a.mp4'));
    const put = (id: string, list: readonly Parameters<typeof putItem>[0][]) =>
      services.project.edit({ id, title: id, changes: list.map(putItem) }, person);
    put('one', [code('Entry'), event('a', { clipId: clip.id })]);
    put('two', [event('b', { clipId: clip.id, range: { start: 3, end: 9 } })]);
    const csv = 'start,end,code\n1,2,Splash\n';
    const { importId } = await services.handover.preview('x.csv', streamOf(csv), { clipId: clip.id });
    await services.handover.import(importId, clip.id);
    await services.handover[Symbol.asyncDispose]();
    const names = readdirSync(live);
    expect(names).toHaveLength(1);
    const mark = process.platform === 'win32' ? '(import)' : '<import>';
    expect(names[0]?.startsWith(`${mark} dive-a.mp4 `)).toBe(true);
    const text = readFileSync(join(live, names[0] ?? ''), 'utf8');
    expect([...text.matchAll(/<code>(\w+)<\/code>/g)].map(([, name]) => name)).toEqual([
      'Entry',
      'Entry',
      'Entry',
    ]);
  });
});
