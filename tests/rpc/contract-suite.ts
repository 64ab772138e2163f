import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Contract, defaultSettings, fromContractError } from '#common/contract/index.ts';
import type { DeepSportError, TrajectoryEvent } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import { analysis, clip, createFakeServices, engineCard, knownModel, type Seen } from './fake-services.ts';

export type ContractClient = ContractRouterClient<Contract>;

/** A client connected to a router over these services by one transport. */
export type Connect = (
  services: Services,
) => Promise<{ readonly client: ContractClient; readonly close: () => Promise<void> }>;

async function errorOf(call: Promise<unknown>): Promise<DeepSportError> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  expect(JSON.stringify(failure)).not.toMatch(/\bat .*:\d+:\d+/);
  const error = fromContractError(failure);
  if (!error) throw new Error(`not an error of the contract: ${String(failure)}`);
  return error;
}

async function collect(stream: AsyncIterable<TrajectoryEvent>): Promise<readonly TrajectoryEvent[]> {
  const events: TrajectoryEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const ask = (question: string) => ({ clipId: clip.id, question });

/** What every transport of the contract keeps. */
export function describeContract(transport: string, connect: Connect): void {
  describe(`The contract over ${transport}`, () => {
    let services: Services & { readonly seen: Seen };
    let client: ContractClient;
    let close: () => Promise<void>;

    beforeEach(async () => {
      services = createFakeServices();
      ({ client, close } = await connect(services));
    });
    afterEach(() => close());

    const untilSeen = async (check: () => boolean) => {
      for (let wait = 0; wait < 200 && !check(); wait += 1) await new Promise((done) => setTimeout(done, 10));
      expect(check()).toBe(true);
    };

    it('tells what the host can do', async () => {
      expect(await client.application.info()).toEqual(services.application());
    });

    it('opens another track, states a capture rate, and gives the hashes of a frame', async () => {
      const other = await client.clips.openTrack({ clipId: clip.id, videoTrack: 1 });
      expect(other).toMatchObject({ id: 'clip-1-1', videoTrack: 1 });
      const slow = await client.clips.setCaptureRate({ clipId: clip.id, captureRate: 240 });
      expect(slow).toMatchObject({ captureRate: 240, timeScale: 0.125 });
      expect(await client.clips.fingerprint({ clipId: clip.id, frame: 7 })).toMatchObject({ index: 7 });
      const refused = client.clips.setCaptureRate({ clipId: clip.id, captureRate: 0 });
      expect((await errorOf(refused)).code).toBe('BAD_INPUT');
    });

    it('starts an analysis and tells what is known so far', async () => {
      await client.analysis.start({ clipId: clip.id });
      expect(services.seen.analysed).toEqual([clip.id]);
      expect(await client.analysis.get({ clipId: clip.id })).toEqual(analysis);
      expect((await errorOf(client.analysis.start({ clipId: 'other' }))).code).toBe('NOT_FOUND');
    });

    it('starts an export and refuses one that cannot be read', async () => {
      const request = {
        kind: 'clip',
        clipId: clip.id,
        range: { start: 5, end: 9 },
        cut: 'smart',
        sound: true,
        burnIn: null,
      } as const;
      expect(await client.exports.start(request)).toBe('job-1');
      expect(services.seen.exported).toEqual([request]);
      const none = client.exports.start({ kind: 'frames', clipId: clip.id, frames: [], format: 'png' });
      expect((await errorOf(none)).code).toBe('BAD_INPUT');
    });

    it('offers models, starts a download, and says what cannot be removed or kept', async () => {
      expect(await client.models.known()).toEqual([knownModel]);
      expect(await client.models.offer({ hubId: ' a/b ' })).toMatchObject({ hubId: 'a/b' });
      expect(await client.models.download({ hubId: 'a/b', precision: 'q4' })).toBe('download of a/b in q4');
      expect((await errorOf(client.models.remove({ modelId: 'other' }))).code).toBe('NOT_FOUND');
      expect(await client.models.token()).toEqual({ isSet: true, canKeep: false });
      const refused = await errorOf(client.models.setToken({ token: 'hf_x' }));
      expect(refused.message).toContain('DEEPSPORT_HUB_TOKEN');
    });

    it('tells of jobs as they change, and cancels them', async () => {
      const { id, finished } = services.jobs.start(
        { kind: 'analyse', title: clip.name, clipId: clip.id },
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone')))),
      );
      finished.catch(() => {});
      const leaving = new AbortController();
      const statuses: string[] = [];
      for await (const jobs of await client.jobs.watch(undefined, { signal: leaving.signal })) {
        const status = jobs[0]?.status ?? 'none';
        statuses.push(status);
        if (status === 'running' && statuses.length === 1) await client.jobs.cancel({ jobId: id });
        if (status === 'cancelled') break;
      }
      expect(statuses.at(-1)).toBe('cancelled');
      await client.jobs.cancel({ jobId: id });
      expect((await errorOf(client.jobs.cancel({ jobId: id }))).code).toBe('NOT_FOUND');
    });

    it('gives the settings and changes only what is named', async () => {
      expect(await client.application.settings()).toEqual(defaultSettings);
      await client.application.updateSettings({ inferenceThreads: 3 });
      expect(await client.application.updateSettings({ theme: 'light' })).toEqual({
        ...defaultSettings,
        inferenceThreads: 3,
        theme: 'light',
      });
    });

    it('tests an answer by questions of their own, which the list leaves out', async () => {
      await collect(await client.questions.ask(ask('frame 7')));
      const probe = { trajectoryId: 'trajectory-1', change: 'blank' } as const;
      const events = await collect(await client.questions.probe(probe));
      expect(events[0]).toMatchObject({ type: 'trajectory-start', trajectory: { probe } });
      expect(events.at(-1)).toMatchObject({ type: 'trajectory-end', answer: 'frame 7' });
      const listed = await client.questions.list({ clipId: clip.id });
      expect(listed.map(({ id }) => id)).toEqual(['trajectory-1']);
      const probes = await client.questions.probes({ clipId: clip.id });
      expect(probes.map((each) => each.probe)).toEqual([probe]);
      const gone = client.questions.probe({ ...probe, trajectoryId: 'gone' });
      expect((await errorOf(gone)).code).toBe('NOT_FOUND');
    });

    it('lists, opens and describes clips, and takes one off the list', async () => {
      expect(await client.clips.list()).toEqual([clip]);
      expect(await client.clips.open({ path: '/footage/dive.mp4' })).toEqual(clip);
      expect(await client.clips.get({ clipId: clip.id })).toEqual(clip);
      expect(await client.clips.frameTimes({ clipId: clip.id })).toEqual({
        timestampsSeconds: [0, 0.04, 0.08],
        keyFrames: [0],
      });
      expect(await client.clips.choose()).toBeNull();
      await client.clips.remove({ clipId: clip.id });
      expect(services.seen.removedClips).toEqual([clip.id]);
      expect(await client.clips.list()).toEqual([]);
    });

    it('tells of the open project, lists and names projects, and refuses a name that is none', async () => {
      const [current] = await client.projects.list();
      expect(current).toMatchObject({ id: 'project-1', isOpen: true, clipCount: 1 });
      const aborter = new AbortController();
      const watch = await client.projects.watch(undefined, { signal: aborter.signal });
      const first = await watch.next();
      expect(first.value).toEqual(services.projects.current());
      aborter.abort();
      expect((await client.projects.rename({ projectId: 'project-1', name: ' Final ' })).name).toBe('Final');
      for (const name of ['', 'a/b', '.hidden', 'x'.repeat(81)]) {
        expect(await errorOf(client.projects.create({ name }))).toMatchObject({
          code: 'BAD_INPUT',
          message: expect.stringMatching(/project/),
        });
      }
      expect(await errorOf(client.projects.choose())).toMatchObject({ code: 'BAD_INPUT' });
      expect(await client.projects.openFile({ path: '/matches/cup.deepsport' })).toMatchObject({
        id: 'project-1',
      });
    });

    it('keeps an edit of the project that is open, and none that was meant for another', async () => {
      const aborter = new AbortController();
      const watch = await client.record.watch(undefined, { signal: aborter.signal });
      expect((await watch.next()).value).toMatchObject({ type: 'snapshot', projectId: 'project-1' });
      aborter.abort();
      const item = { kind: 'hidden-question', id: 't1', clipId: clip.id } as const;
      const edit = { id: 'e1', title: 'Hide', changes: [{ kind: item.kind, id: item.id, item }] };
      const late = [
        client.record.edit({ ...edit, projectId: 'project-0' }),
        client.record.undo({ projectId: 'project-0' }),
        client.record.redo({ projectId: 'project-0' }),
      ];
      for (const refused of late) expect((await errorOf(refused)).code).toBe('NOT_FOUND');
      expect(await client.record.history({})).toEqual([]);
      await client.record.edit({ ...edit, projectId: 'project-1' });
      expect(await client.record.undo({ projectId: 'project-1' })).toBe('Hide');
      expect(await client.record.redo()).toBe('Hide');
    });

    it('tells which clips are missing, looks for them, and ties one to a file', async () => {
      expect(await client.clips.missing()).toEqual([]);
      expect(await client.clips.findMissing()).toBe(0);
      expect(await client.clips.relink({ clipId: clip.id, path: '/nowhere/dive.mp4' })).toEqual(clip);
      expect(await client.clips.chooseRelink({ clipId: clip.id })).toBeNull();
    });

    it('lists engines and gives a card', async () => {
      expect(await client.engines.list()).toEqual([engineCard]);
      expect(await client.engines.card({ reference: 'nano' })).toEqual(engineCard);
    });

    it('streams a question in order, from one start to one end', async () => {
      const events = await collect(await client.questions.ask(ask('one two three')));
      expect(events.map(({ type }) => type)).toEqual([
        'trajectory-start',
        'progress',
        'turn-start',
        'text-delta',
        'text-delta',
        'text-delta',
        'step',
        'trajectory-end',
      ]);
      const words = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));
      expect(words).toEqual(['one', 'two', 'three']);
    });

    it('fills in what a question leaves out', async () => {
      await collect(await client.questions.ask(ask('  which dive  ')));
      expect(services.seen.asked).toEqual([
        {
          clipId: clip.id,
          question: 'which dive',
          mode: 'iterative',
          blind: false,
          form: { kind: 'text' },
          looks: [],
          seed: 0,
          temperature: 0,
          topP: 1,
          repetitionPenalty: 1,
        },
      ]);
    });

    it('keeps trajectories: list, get, look again, interject, remove', async () => {
      await collect(await client.questions.ask(ask('which dive')));
      const [stored] = await client.questions.list({ clipId: clip.id });
      expect(stored).toMatchObject({ status: 'answered', answer: 'which dive', formatValid: true });
      const trajectoryId = stored?.id ?? '';
      expect(await client.questions.get({ trajectoryId })).toEqual(stored);
      const range = { start: 3, end: 9 };
      const again = await collect(await client.questions.look({ trajectoryId, range }));
      expect(again.at(-1)).toMatchObject({ type: 'trajectory-end', status: 'answered' });
      expect(await client.questions.interject({ trajectoryId, range })).toBe(false);
      await client.questions.remove({ trajectoryId });
      expect(await client.questions.list({ clipId: clip.id })).toEqual([]);
    });

    it('tells a run that failed as its last event', async () => {
      const events = await collect(await client.questions.ask(ask('fail')));
      expect(events.at(-1)).toEqual({
        type: 'trajectory-end',
        status: 'failed',
        answer: null,
        formatValid: false,
        failure: { code: 'WORKER_STOPPED', message: 'The engine stopped.' },
      });
    });

    it('carries code, facts and sentence of an error', async () => {
      const error = await errorOf(client.clips.open({ path: '/footage/notes.txt.mp4' }));
      expect(error).toMatchObject({
        code: 'NOT_A_VIDEO',
        message: 'notes.txt.mp4 is no video.',
        facts: { name: 'notes.txt.mp4' },
      });
    });

    it('refuses what does not exist with NOT_FOUND', async () => {
      expect((await errorOf(client.clips.get({ clipId: 'gone' }))).code).toBe('NOT_FOUND');
      expect((await errorOf(client.engines.card({ reference: 'none' }))).facts).toEqual({
        reference: 'none',
      });
      expect((await errorOf(client.questions.get({ trajectoryId: 'gone' }))).code).toBe('NOT_FOUND');
      expect((await errorOf(client.questions.remove({ trajectoryId: 'gone' }))).code).toBe('NOT_FOUND');
    });

    it('fails a question that cannot begin as a call, before any event', async () => {
      const error = await errorOf(client.questions.ask({ clipId: 'gone', question: 'which dive' }));
      expect(error).toMatchObject({ code: 'NOT_FOUND', facts: { clipId: 'gone' } });
      const range = { start: 50, end: 90 };
      await collect(await client.questions.ask(ask('which dive')));
      const refused = await errorOf(client.questions.look({ trajectoryId: 'trajectory-1', range }));
      expect(refused).toMatchObject({ code: 'RANGE_INVALID', facts: { start: 50, end: 90, frameCount: 60 } });
    });

    it('answers input that breaks its schema with BAD_INPUT and a sentence', async () => {
      const blank = await errorOf(client.questions.ask(ask('   ')));
      expect(blank).toMatchObject({ code: 'BAD_INPUT', message: 'Write a question first.' });
      const negative = await errorOf(
        client.questions.ask({ ...ask('which dive'), looks: [{ start: -1, end: 4 }] }),
      );
      expect(negative.code).toBe('BAD_INPUT');
      expect(negative.message).toMatch(/^The value of “looks\.0\.start” is not usable: .+\.$/);
      const theme = await errorOf(client.application.updateSettings({ theme: 'pink' as 'dark' }));
      expect(theme.message).toMatch(/“theme”/);
    });

    it('wraps what nobody expected as INTERNAL with a sentence', async () => {
      const stream = await client.questions.ask(ask('explode'));
      const error = await errorOf(collect(stream));
      expect(error.code).toBe('INTERNAL');
      expect(error.message).toMatch(/^Something went wrong inside DeepSport/);
    });

    it('carries a cancellation to the agent', async () => {
      const controller = new AbortController();
      const stream = await client.questions.ask(ask('wait'), { signal: controller.signal });
      const reading = collect(stream).catch((error: unknown) => error);
      await untilSeen(() => services.seen.asked.length === 1);
      controller.abort();
      await untilSeen(() => services.seen.aborted === 1);
      await untilSeen(() => services.seen.ended.length === 1);
      await reading;
      expect(services.seen.ended).toEqual(['cancelled']);
    });

    it('cancels the run of a reader that leaves the stream', async () => {
      for await (const event of await client.questions.ask(ask('wait'))) {
        if (event.type === 'progress') break;
      }
      await untilSeen(() => services.seen.aborted === 1);
    });

    it('cancels what runs when the connection ends', async () => {
      if (transport === 'memory') return;
      const stream = await client.questions.ask(ask('wait'));
      const reading = collect(stream).catch((error: unknown) => error);
      await untilSeen(() => services.seen.asked.length === 1);
      await close();
      await untilSeen(() => services.seen.aborted === 1);
      await reading;
    });

    it('serves calls side by side', async () => {
      const streams = await Promise.all(
        ['a b', 'c d', 'e f'].map((question) => client.questions.ask(ask(question))),
      );
      const all = await Promise.all(streams.map(collect));
      expect(all.map((events) => events.at(-1))).toMatchObject([
        { answer: 'a b' },
        { answer: 'c d' },
        { answer: 'e f' },
      ]);
    });
  });
}
