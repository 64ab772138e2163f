import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRequestSchema, serverSettingsSchema } from '#common/contract/index.ts';
import type { Trajectory, TrajectoryEvent } from '#common/domain/index.ts';
import type { Services } from '#main/composition.ts';
import { openSettingsFile } from '#main/platform/index.ts';
import { openRealServices, root } from './real-services.ts';

const sample = (name: string) => join(root, 'resources', 'samples', name);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-composition-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (more: Parameters<typeof openRealServices>[0] = {}) =>
  openRealServices({ projectFile: join(folder, 'project.deepsport'), resourceFolder: folder, ...more });

async function ask(services: Services, clipId: string): Promise<readonly TrajectoryEvent[]> {
  const request = askRequestSchema.parse({ clipId, question: 'Which dive?', engine: 'scripted' });
  const events: TrajectoryEvent[] = [];
  for await (const event of services.agent.ask(request)) events.push(event);
  return events;
}

describe('The composed services', () => {
  it('keep clips and questions from one start to the next', async () => {
    const file = join(folder, 'dive.mp4');
    copyFileSync(sample('dive-a.mp4'), file);
    const clipId = await (async () => {
      await using real = open();
      const clip = await real.services.clips.open(file);
      await ask(real.services, clip.id);
      return clip.id;
    })();
    await using again = open();
    const [clip] = await again.services.clips.list();
    expect(clip).toMatchObject({ id: clipId, name: 'dive.mp4', frameCount: 154 });
    const [kept] = again.services.project.listTrajectories(clipId);
    expect(kept).toMatchObject({ status: 'answered', question: 'Which dive?' });
    expect(kept?.steps.length).toBeGreaterThan(2);
  });

  it('wake a clip of the project by its id alone, without a list first', async () => {
    const file = join(folder, 'dive.mp4');
    copyFileSync(sample('dive-a.mp4'), file);
    const { id } = await (async () => {
      await using real = open();
      return await real.services.clips.open(file);
    })();
    await using again = open();
    expect((await again.services.clips.frameTimes(id)).timestampsSeconds).toHaveLength(154);
    expect(await again.services.clips.sourceOf(id)).toMatchObject({ path: file });
  });

  it('leave out a clip whose file is gone, and keep it in the project', async () => {
    const [stays, goes] = [join(folder, 'stays.mp4'), join(folder, 'goes.mp4')];
    copyFileSync(sample('dive-a.mp4'), stays);
    copyFileSync(sample('dive-b.mp4'), goes);
    await (async () => {
      await using real = open();
      await real.services.clips.open(stays);
      await real.services.clips.open(goes);
      expect((await real.services.clips.list()).map(({ name }) => name)).toEqual(['goes.mp4', 'stays.mp4']);
    })();
    rmSync(goes);
    await using again = open();
    expect((await again.services.clips.list()).map(({ name }) => name)).toEqual(['stays.mp4']);
    expect(again.services.project.listClips()).toHaveLength(2);
  });

  it('leave out a clip that vanishes while it is open', async () => {
    const file = join(folder, 'dive.mp4');
    copyFileSync(sample('dive-a.mp4'), file);
    await using real = open();
    await real.services.clips.open(file);
    rmSync(file);
    expect(await real.services.clips.list()).toEqual([]);
  });

  it('take a clip off the list and leave its file', async () => {
    const file = join(folder, 'dive.mp4');
    copyFileSync(sample('dive-a.mp4'), file);
    await using real = open();
    const clip = await real.services.clips.open(file);
    await real.services.clips.remove(clip.id);
    expect(await real.services.clips.list()).toEqual([]);
    expect((await real.services.clips.open(file)).id).toBe(clip.id);
  });

  it('put the samples into a new project, the first on top, and only into a new one', async () => {
    const project = { resourceFolder: join(root, 'resources') };
    const names = async (services: Services) => (await services.clips.list()).map(({ name }) => name);
    await (async () => {
      await using real = open(project);
      const listed = await names(real.services);
      expect(listed).toEqual(['dive-a.mp4', 'dive-b.mp4', 'dive-c.mp4']);
      // Nobody added them; what the recorded answer names is proposed, by the engine.
      await expect.poll(() => real.services.project.history(10).map(({ by }) => by.kind)).toEqual(['model']);
      const proposed = real.services.project.snapshot().items.filter((item) => item.kind === 'proposal');
      expect(proposed.map(({ codeName, range }) => [codeName.toLowerCase(), range.start])).toEqual(
        expect.arrayContaining([
          ['take-off', 37],
          ['entry', 80],
        ]),
      );
      const [first] = await real.services.clips.list();
      await real.services.clips.remove(first?.id ?? '');
    })();
    await using again = open(project);
    expect(await names(again.services)).toEqual(['dive-b.mp4', 'dive-c.mp4']);
  });

  it('bring the recorded questions of the samples, and ignore a broken record', async () => {
    const samples = join(folder, 'samples');
    mkdirSync(samples);
    copyFileSync(sample('dive-a.mp4'), join(samples, 'dive-a.mp4'));
    await using first = openRealServices();
    const clip = await first.services.clips.open(sample('dive-a.mp4'));
    await ask(first.services, clip.id);
    const [trajectory] = first.services.project.listTrajectories(clip.id);
    const record = (value: unknown) => writeFileSync(join(samples, 'project.json'), JSON.stringify(value));

    record({ 'dive-a.mp4': [{ ...trajectory, id: 'recorded', clipId: 'elsewhere', clipName: 'other' }] });
    const questions = async (projectFile: string): Promise<readonly Trajectory[]> => {
      await using real = open({ projectFile: join(folder, projectFile) });
      const [only] = await real.services.clips.list();
      return real.services.project.listTrajectories(only?.id ?? '');
    };
    const [recorded] = await questions('one.deepsport');
    expect(recorded).toMatchObject({ id: 'recorded', clipName: 'dive-a.mp4', status: 'answered' });
    expect(recorded?.steps).toEqual(trajectory?.steps);

    record({ 'dive-a.mp4': [{ question: 'half a record' }] });
    expect(await questions('two.deepsport')).toEqual([]);
  });

  it('put changed settings in force at once', async () => {
    await using real = openRealServices();
    const before = await real.services.engines.list();
    await real.services.settings.update({
      servers: [
        serverSettingsSchema.parse({ name: 'Cluster', baseUrl: 'http://127.0.0.1:9/v1', model: 'big' }),
      ],
    });
    const after = await real.services.engines.list();
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)).toMatchObject({ adapter: 'openai', name: 'Cluster' });
  });

  it('give a server its key from the environment, and count only what leaves the machine', async () => {
    const sent: { url: string; key: string | null }[] = [];
    const record: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      sent.push({ url: request.url, key: request.headers.get('authorization') });
      return Response.json({ error: { message: 'no' } }, { status: 404 });
    };
    const settings = openSettingsFile({ file: join(folder, 'settings.json'), env: {} });
    await settings.update({
      servers: [
        serverSettingsSchema.parse({
          name: 'Far',
          baseUrl: 'http://far.example/v1',
          model: 'big',
          apiKeyVariable: 'FAR_KEY',
        }),
      ],
    });
    await using real = openRealServices({ settings, env: { FAR_KEY: 'secret' }, fetch: record });
    await real.services.engines.card('http://far.example/v1#big').catch(() => {});
    expect(sent.map(({ key }) => key)).toContain('Bearer secret');
    expect(real.services.application().networkBytesSent).toBeGreaterThan(0);
  });

  it('tell a damaged project in a sentence, leave its file as it is, and open a new one', async () => {
    const file = join(folder, 'project.deepsport');
    const words = 'no database at all, but long enough to be one'.repeat(50);
    writeFileSync(file, words);
    await using real = open();
    expect(real.services.projects.current()).toMatchObject({ name: 'New project', readOnly: null });
    expect(real.services.projects.current().notice).toMatch(/cannot be read/);
    expect(readFileSync(file, 'utf8')).toBe(words);
  });

  it('cancel a question under way before another project is opened, and keep it where it was asked', async () => {
    await using real = open({ host: 'web' });
    const { clips, agent, project, projects } = real.services;
    const clip = await clips.open(sample('dive-a.mp4'));
    const first = projects.current().id;
    const request = askRequestSchema.parse({
      clipId: clip.id,
      question: 'Which dive?',
      engine: 'scripted',
    });
    const events = agent.ask(request)[Symbol.asyncIterator]();
    await events.next();
    await projects.create('Second');
    expect(project.listClips()).toEqual([]);
    expect(project.listTrajectories(clip.id)).toEqual([]);
    let last: TrajectoryEvent | undefined;
    for (let next = await events.next(); !next.done; next = await events.next()) last = next.value;
    expect(last).toMatchObject({ type: 'trajectory-end', status: 'cancelled' });
    await projects.open(first);
    expect(project.listTrajectories(clip.id)).toMatchObject([{ status: 'cancelled' }]);
  });

  it('work in the project of a file where one is named, which is not opened by itself the next time', async () => {
    const openProjectFile = join(folder, 'match.deepsport');
    const dataFolder = join(folder, 'data');
    await (async () => {
      await using real = open({ openProjectFile, dataFolder });
      expect(real.services.projects.current().name).toBe('match');
      await real.services.clips.open(sample('dive-a.mp4'));
    })();
    await (async () => {
      await using real = open({ dataFolder });
      expect(real.services.projects.current().name).toBe('First project');
    })();
    await using again = open({ openProjectFile, dataFolder, host: 'web' });
    expect((await again.services.clips.list()).map(({ name }) => name)).toEqual(['dive-a.mp4']);
  });
});
