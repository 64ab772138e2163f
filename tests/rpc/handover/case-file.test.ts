import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRequestSchema, caseCheckSchema, caseManifestSchema, mediaPaths } from '#common/contract/index.ts';
import {
  type CasePicture,
  type Job,
  type ProjectEvent,
  putItem,
  type RecordItem,
  type Trajectory,
} from '#common/domain/index.ts';
import { createEnvironmentSecrets } from '#main/platform/index.ts';
import { type CasePart, writeCase } from '#main/project/case/index.ts';
import { createMediaHandler } from '#main/rpc/media.ts';
import { openRealServices, type RealServices, root } from '../../hosts/real-services.ts';

const sample = (name: string) => join(root, 'resources', 'samples', name);
const secret = { DEEPSPORT_SEAL_KEY: '3c'.repeat(32) };
const person = { kind: 'person' } as const;

let real: RealServices;
let folder = '';
let clipId = '';
let bytes: Uint8Array = Buffer.alloc(0);
let files: Record<string, Uint8Array> = {};

const code = (id: string, hidden = false): RecordItem => ({
  ...{ kind: 'code', id, name: id, colour: '#0072b2', order: 0, role: 'event', hidden, locked: false },
});
const event = (id: string, over: Partial<ProjectEvent> = {}): ProjectEvent => ({
  ...{ kind: 'event', id, clipId, codeId: 'Entry', range: { start: 40, end: 78 }, labels: [], note: '' },
  ...{ by: person, evidence: [], createdAt: '2026-01-01T00:00:00.000Z' },
  ...over,
});
const edit = (id: string, items: readonly RecordItem[]) =>
  real.services.project.edit({ id, title: id, changes: items.map(putItem) }, person);

async function ended(jobId: string | null): Promise<Job> {
  for await (const jobs of real.services.jobs.watch(undefined)) {
    const job = jobs.find(({ id }) => id === jobId);
    if (job && job.status !== 'running') return job;
  }
  throw new Error('the list of jobs ended');
}

async function handOver(eventIds: readonly string[] | null, sign = false): Promise<Buffer> {
  const events = { clipId, codeIds: null, eventIds };
  const { handover } = real.services;
  const job = await ended(await handover.start({ kind: 'case', events, sign }));
  expect(job.failure).toBeNull();
  expect(job.result?.fileName).toBe('dive-a case.zip');
  return readFileSync(handover.fileOf(job.id) ?? '');
}

const textOf = (name: string, from = files) => Buffer.from(from[name] ?? []).toString();
const linesOf = <Line>(name: string, from = files): readonly Line[] =>
  textOf(name, from)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** Writes a case to the disk and checks it. */
async function check(content: Uint8Array, options: { clipPath?: string; replay?: boolean } = {}) {
  const path = join(folder, 'case.zip');
  writeFileSync(path, content);
  return real.services.handover.cases.check(path, options);
}

/** The case sealed anew with other files in it. */
async function sealedWith(change: (name: string, content: Uint8Array) => Uint8Array): Promise<Buffer> {
  const parts = Object.entries(files)
    .filter(([name]) => name !== 'seal.json')
    .map(([name, content]): CasePart => ({ name, pieces: [change(name, content)] }));
  const pieces: Uint8Array[] = [];
  for await (const piece of writeCase(parts, () => null)) pieces.push(piece);
  return Buffer.concat(pieces);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-cases-'));
  real = openRealServices({ secrets: createEnvironmentSecrets(secret), clock: () => Date.UTC(2026, 0, 2) });
  clipId = (await real.services.clips.open(sample('dive-a.mp4'))).id;
  edit('tag', [
    code('Entry'),
    code('Draft', true),
    event('a'),
    event('b', { codeId: 'Draft', evidence: [5] }),
  ]);
  edit('trim', [event('a', { range: { start: 41, end: 78 } })]);
  const request = { clipId, question: 'When does the diver leave the board?', seed: 3, engine: 'nano' };
  for await (const _ of real.services.agent.ask(askRequestSchema.parse(request)));
  bytes = await handOver(null, true);
  files = unzipSync(bytes);
}, 120_000);
afterAll(async () => {
  await real?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('A case file', () => {
  it('says what it is about, and that the footage is not in it', () => {
    const manifest = caseManifestSchema.parse(JSON.parse(textOf('manifest.json')));
    expect(manifest).toMatchObject({ scope: 'clip', createdAt: '2026-01-02T00:00:00.000Z' });
    expect(manifest.counts).toMatchObject({ events: 2, edits: 3, questions: 1 });
    const [clip] = manifest.clips;
    expect(clip).toMatchObject({ name: 'dive-a.mp4', folder: 'frames/dive-a', frameCount: 154 });
    expect(clip?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(files).some((name) => name.endsWith('.mp4'))).toBe(false);
    expect(textOf('README.txt')).toContain('The footage itself.');
    expect(textOf('report.html')).toContain('When does the diver leave the board?');
  });

  it('tells who or what changed each event, before and after, hidden codes too', () => {
    type Line = {
      title: string;
      by: { kind: string };
      changes: { id: string; before: unknown; after: unknown }[];
    };
    const history = linesOf<Line>('history.jsonl');
    expect(history.map(({ title, by }) => [title, by.kind])).toEqual([
      ['tag', 'person'],
      ['trim', 'person'],
      ['1 proposal from “Take-off”', 'model'],
    ]);
    expect(history[1]?.changes).toMatchObject([
      { id: 'a', before: { range: { start: 40, end: 78 } }, after: { range: { start: 41, end: 78 } } },
    ]);
    const events = linesOf<{ kind: string; id: string; code?: string }>('events.jsonl');
    expect(events.filter(({ kind }) => kind === 'event').map(({ id, code: name }) => [id, name])).toEqual([
      ['a', 'Entry'],
      ['b', 'Draft'],
    ]);
  });

  it('tells each question word for word: engine, weights, seed, settings, what it was told, frames', () => {
    const [trajectory] = linesOf<Trajectory>('trajectories.jsonl');
    expect(trajectory).toMatchObject({ seed: 3, engine: { id: 'nano' }, settings: { temperature: 0 } });
    expect(trajectory?.engine.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    const first = trajectory?.steps.find((step) => step.kind === 'turn');
    expect(first?.kind === 'turn' && first.prompt?.system).toContain('You find take-off');
    expect(first?.kind === 'turn' && first.prompt?.text).toMatch(
      /\[frame 0, 112×112\].*When does the diver/s,
    );
    expect(JSON.parse(textOf('ledger.json'))).toMatchObject({ totalBytes: 0, notKept: 0 });
  });

  it('holds every frame that was shown, with the hash under which the engine was shown it', () => {
    const pictures = linesOf<CasePicture>('pictures.jsonl');
    const [trajectory] = linesOf<Trajectory>('trajectories.jsonl');
    const shown = trajectory?.steps.flatMap((step) => (step.kind === 'frames' ? step.frames : [])) ?? [];
    expect(shown.length).toBeGreaterThan(8);
    for (const { index, sha256, width } of shown) {
      expect(pictures.find((each) => each.frame === index && each.width === width)?.sha256).toBe(sha256);
    }
    // The evidence of a person’s event, and an event’s ends and middle where there is none: large enough for people.
    const large = pictures.filter(({ width }) => width === 480).map(({ file }) => file);
    const isShown = (frame: number) => shown.some(({ index }) => index === frame);
    for (const frame of [5, 41, 78]) {
      const stem = `frames/dive-a/${String(frame).padStart(6, '0')}`;
      expect(large).toContain(isShown(frame) ? `${stem}-480x480.png` : `${stem}.png`);
    }
    for (const { file } of pictures) expect(files[file]?.slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71));
  });

  it('is the same when it is handed over again, and of some events only what belongs to them', async () => {
    expect((await handOver(null, true)).equals(bytes)).toBe(true);
    const some = unzipSync(await handOver(['a']));
    expect(linesOf<{ kind: string; id: string }>('events.jsonl', some).map(({ id }) => id)).toEqual([
      'Entry',
      'a',
    ]);
    expect(linesOf('trajectories.jsonl', some)).toEqual([]);
    const titles = linesOf<{ title: string }>('history.jsonl', some).map(({ title }) => title);
    expect(titles).toEqual(['tag', 'trim']);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const events = { clipId, codeIds: null, eventIds: null };
    const id = await real.services.handover.start({ kind: 'case', events, sign: false });
    real.services.jobs.cancel(id ?? '');
    expect((await ended(id)).status).toBe('cancelled');
    expect(real.services.handover.fileOf(id ?? '')).toBeUndefined();
  });

  it('is refused in a sentence where there is nothing, or no key to sign with', async () => {
    await using empty = openRealServices();
    const { cases } = empty.services.handover;
    const nothing = { clipId: 'none', codeIds: null, eventIds: null };
    const start = empty.services.handover.start({ kind: 'case', events: nothing, sign: false });
    await expect(start).rejects.toThrow('There is no event and no question');
    expect(await cases.sealKey()).toEqual({ canSign: false, name: null });
    await empty.services.clips.open(sample('dive-a.mp4'));
    const own = { id: 'tag', title: 'tag', changes: [putItem(code('Entry')), putItem(event('a'))] };
    empty.services.project.edit(own, person);
    const all = { clipId: null, codeIds: null, eventIds: null };
    const signed = empty.services.handover.start({ kind: 'case', events: all, sign: true });
    await expect(signed).rejects.toThrow('DEEPSPORT_SEAL_KEY');
  });
});

describe('Checking a case file', () => {
  it('finds it whole and signed, and each picture the clip’s frame', async () => {
    const found = await check(bytes, { clipPath: sample('dive-a.mp4') });
    expect(found).toMatchObject({ isWhole: true, faults: [], signature: { state: 'valid', isOwn: true } });
    expect(found.frames.length).toBe(found.manifest?.counts.pictures);
    expect(new Set(found.frames.map(({ result }) => result))).toEqual(new Set(['same']));
    expect(caseCheckSchema.parse(found)).toEqual(found);
  });

  it('says that another clip is another, and which frames are not the pictures', async () => {
    const found = await check(bytes, { clipPath: sample('dive-b.mp4') });
    expect(found.isWhole).toBe(true);
    expect(found.faults[0]).toBe(
      'dive-b.mp4 is another file than dive-a.mp4 of the case: it holds other bytes.',
    );
    expect(found.faults.at(-1)).toMatch(/frames of dive-b.mp4 are not the pictures in the case\.$/);
    expect(found.frames.some(({ result }) => result === 'different')).toBe(true);
  });

  it('takes a clip by its content, whatever it is called now', async () => {
    const renamed = join(folder, 'final version.mp4');
    copyFileSync(sample('dive-a.mp4'), renamed);
    const found = await check(bytes, { clipPath: renamed });
    expect([found.faults, found.frames[0]?.clipName]).toEqual([[], 'final version.mp4']);
  });

  it('finds a picture that is another one, even where it was sealed so', async () => {
    const [first, second] = linesOf<CasePicture>('pictures.jsonl').filter(({ width }) => width === 112);
    const swapped = await sealedWith((name, content) =>
      name === first?.file ? (files[second?.file ?? ''] ?? content) : content,
    );
    const found = await check(swapped, { clipPath: sample('dive-a.mp4') });
    expect(found.faults[0]).toBe(`${first?.file} is not the picture whose hash is in pictures.jsonl.`);
    const wrong = found.frames.filter(({ result }) => result === 'different').map(({ frame }) => frame);
    expect(wrong).toEqual([first?.frame]);
  });

  it('tells of contents that cannot be read, and of a newer case', async () => {
    const broken = await check(
      await sealedWith((name, content) => (name === 'manifest.json' ? Buffer.from('{') : content)),
    );
    expect(broken.faults).toEqual([
      'manifest.json cannot be read, so it is not known what the case is about.',
    ]);
    const newer = sealedWith((name, content) => {
      if (name !== 'manifest.json') return content;
      return Buffer.from(JSON.stringify({ ...JSON.parse(textOf(name)), version: 2, later: true }));
    });
    await expect(check(await newer)).rejects.toThrow('newer version');
  });

  it('asks each question again, and finds the same looks and the same answer', {
    timeout: 60_000,
  }, async () => {
    const { replays } = await check(bytes, { clipPath: sample('dive-a.mp4'), replay: true });
    expect(replays).toEqual([
      {
        question: 'When does the diver leave the board?',
        engine: 'Nano',
        same: true,
        words: 'The same steps and the same answer as the first time.',
      },
    ]);
    const told = await sealedWith((name, content) =>
      name === 'trajectories.jsonl'
        ? Buffer.from(textOf(name).replaceAll('"id":"nano"', '"id":"gone"'))
        : content,
    );
    const [gone] = (await check(told, { clipPath: sample('dive-a.mp4'), replay: true })).replays;
    expect(gone?.same).toBeNull();
    expect(gone?.words).toMatch(/engine/i);
  });

  it('by the media address compares with the project’s own clip, and leaves nothing of the upload', async () => {
    const media = createMediaHandler(real.services, { log: () => {} });
    const address = `http://localhost${mediaPaths.checkCase('..\\..\\dive case.zip')}`;
    const answer = await media(new Request(address, { method: 'PUT', body: new Uint8Array(bytes) }));
    const found = caseCheckSchema.parse(await answer.json());
    expect(found).toMatchObject({ fileName: 'dive case.zip', isWhole: true, faults: [] });
    expect(found.frames.length).toBeGreaterThan(8);
    const bad = await media(new Request(address, { method: 'PUT', body: 'no case' }));
    expect([bad.status, (await bad.json()).message]).toEqual([
      400,
      'dive case.zip is no case file. Choose the .zip that was handed over as one.',
    ]);
  });
});

describe('A question asked blind', () => {
  it('is left out until a person has marked first, and the case says so', async () => {
    const { clips, handover, project } = real.services;
    const { id } = await clips.open(sample('dive-b.mp4'));
    const [asked] = linesOf<Trajectory>('trajectories.jsonl');
    if (!asked) throw new Error('the case has no question');
    project.startTrajectory({ ...asked, clipId: id, id: 'blind', blind: true });
    const { answer } = asked;
    const end = {
      type: 'trajectory-end',
      status: 'answered',
      answer,
      formatValid: true,
      failure: null,
    } as const;
    project.endTrajectory('blind', end);
    const handedOver = async () => {
      const events = { clipId: id, codeIds: null, eventIds: null };
      const jobId = await handover.start({ kind: 'case', events, sign: false });
      const job = await ended(jobId);
      return unzipSync(readFileSync(handover.fileOf(job.id) ?? ''));
    };
    const veiled = await handedOver();
    expect(textOf('trajectories.jsonl', veiled)).toBe('');
    expect(JSON.parse(textOf('manifest.json', veiled)).remarks.join(' ')).toMatch(/blind/);
    expect(Object.entries(veiled).some(([, content]) => Buffer.from(content).includes(String(answer)))).toBe(
      false,
    );
    const revealedAt = '2026-01-01T00:00:00.000Z';
    edit('reveal', [{ kind: 'reveal', id: 'blind', clipId: id, revealedAt, marked: [], proposed: [] }]);
    expect(linesOf<Trajectory>('trajectories.jsonl', await handedOver())[0]?.answer).toBe(answer);
  });
});
