import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proposal } from '#common/domain/index.ts';
import { openProject } from '#main/project/index.ts';
import { connectClient, type TestClient, textOf } from './mcp-client.ts';
import { openRealServices, root } from './real-services.ts';
import { runCommand } from './run-command.ts';

// One server for the whole file, over the samples: what other tests need not start a process for is in mcp-server.test.ts.
const samples = join(root, 'resources', 'samples');
const program = fileURLToPath(new URL('./mcp-program.ts', import.meta.url));
let folder = '';
let here = '';
let project = '';
let server: TestClient;
let transport: StdioClientTransport;
let clip = '';

const serverArguments = () => [program, '--project', project, '--data', join(folder, 'data')];
const env = () => ({ PATH: process.env.PATH ?? '', DEEPSPORT_SCRIPTED: '1' });

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'deepsport-mcp-')));
  here = join(folder, 'here');
  mkdirSync(here);
  mkdirSync(join(folder, 'elsewhere'));
  project = join(folder, 'meet.deepsport');
  copyFileSync(join(samples, 'dive-a.mp4'), join(here, 'dive-a.mp4'));
  copyFileSync(join(samples, 'dive-b.mp4'), join(folder, 'elsewhere', 'dive-b.mp4'));
  symlinkSync(join(folder, 'elsewhere'), join(here, 'link'));
  transport = new StdioClientTransport({
    command: process.execPath,
    args: serverArguments(),
    env: env(),
    cwd: here,
    stderr: 'ignore',
  });
  server = await connectClient(transport);
}, 120_000);
afterAll(async () => {
  await server?.client.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('deepsport mcp, as a client meets it', { timeout: 240_000 }, () => {
  it('says what it is, and leaves the project alone until it is needed', async () => {
    expect(server.client.getServerVersion()).toMatchObject({ name: 'deepsport' });
    expect(server.client.getInstructions()).toContain('A frame is an integer');
    const { tools } = await server.client.listTools();
    expect(tools.map(({ name }) => name)).toContain('propose_events');
    expect(existsSync(project)).toBe(false);
  });

  it('opens a clip of its folder and says what it holds', async () => {
    const opened = await server.data('open_clip', { path: 'dive-a.mp4' });
    expect(opened).toMatchObject({ name: 'dive-a.mp4', frameCount: 154, width: 480, codec: 'H.264' });
    clip = String(opened.id);
    expect(await server.data('list_clips')).toMatchObject({
      project: { name: 'meet', readOnly: null, isKept: true },
      clips: [{ id: clip, frameCount: 154 }],
    });
  });

  it('gives the very frames that the command line gives, each after its label', async () => {
    const values = { clip, frames: [35, 90], width: 160, format: 'png' };
    const result = await server.call('get_frames', values);
    expect(textOf(result)).toBe('Frame 35 · 1.167 s\n[image]\nFrame 90 · 3.000 s\n[image]');
    await using real = openRealServices();
    const { printed } = await runCommand(real.services, [
      ...['frames', join(here, 'dive-a.mp4'), '--at', '35,90', '--width', '160', '--json'],
      ...['--out', join(folder, 'frames')],
    ]);
    const rows = JSON.parse(printed[0] ?? '') as { sha256: string }[];
    expect(result.structuredContent?.frames).toMatchObject([
      { frame: 35, width: 160, height: 160, sha256: rows[0]?.sha256 },
      { frame: 90, sha256: rows[1]?.sha256 },
    ]);
    const [, picture] = result.content;
    const bytes = Buffer.from(picture?.type === 'image' ? picture.data : '', 'base64');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([160, 160]);
  });

  it('looks at eight frames of a range, or at every frame of a short one', async () => {
    const framesOf = async (start: number, end: number) => {
      const { frames } = await server.data('look', { clip: 'dive-a.mp4', start, end, width: 64 });
      return (frames as { frame: number }[]).map(({ frame }) => frame);
    };
    expect(await framesOf(0, 153)).toEqual([0, 22, 44, 66, 87, 109, 131, 153]);
    expect(await framesOf(35, 38)).toEqual([35, 36, 37, 38]);
  });

  it('finds shots and motion by looking through the clip itself', async () => {
    // A slow machine needs more patience than one call has: what is done is kept, and the next call goes on.
    await expect
      .poll(() => server.data('list_shots', { clip }), { timeout: 220_000 })
      .toMatchObject({ shots: [{ start: 0, end: 153 }], framesAnalysed: 154 });
    const { words } = await server.data('motion_profile', { clip, range: { start: 60, end: 100 } });
    expect(words).toMatch(/^Motion in frames 60–100; 100 is the strongest part\./);
  });

  it('asks an engine, tells its turns on the way, and keeps the question', async () => {
    const told: string[] = [];
    const asked = await server.data(
      'ask',
      { clip, question: 'Which dive is this?', engine: 'scripted' },
      { onprogress: ({ message }) => told.push(message ?? '') },
    );
    expect(asked).toMatchObject({ isLocal: true, answer: expect.stringMatching(/^Cannot tell/) });
    expect(told).toContain('Turn 1');
    expect(told.some((message) => message.startsWith('Looked at 51–102'))).toBe(true);
    const kept = await server.data('get_trajectory', { trajectory: asked.trajectory });
    expect(kept).toMatchObject({ status: 'answered', answer: asked.answer, framesShown: asked.framesShown });
    const { contents } = await server.client.readResource({
      uri: `deepsport://trajectory/${asked.trajectory}`,
    });
    const [whole] = contents;
    expect(JSON.parse(whole && 'text' in whole ? whole.text : '')).toMatchObject({ id: asked.trajectory });
  });

  it('cancels a question that its client gives up', async () => {
    const giveUp = new AbortController();
    const asked = server.call(
      'ask',
      { clip, question: 'When does the diver leave the board?', engine: 'nano' },
      { signal: giveUp.signal, onprogress: () => giveUp.abort() },
    );
    await expect(asked).rejects.toThrow();
  });

  it('gives a frame as a resource, the same picture as the tool', async () => {
    const { contents } = await server.client.readResource({ uri: `deepsport://clip/${clip}/frame/35` });
    const [frame] = contents;
    const { content, structuredContent } = await server.call('get_frames', {
      ...{ clip, frames: [35], width: 1280, format: 'png' },
    });
    const picture = content[1];
    expect(frame).toMatchObject({
      mimeType: 'image/png',
      blob: picture?.type === 'image' ? picture.data : '',
    });
    expect(structuredContent?.frames).toMatchObject([{ sha256: frame?._meta?.sha256 }]);
  });

  it('writes a clip and frames into its folder, and replaces nothing', async () => {
    const range = { start: 30, end: 35 };
    expect(await server.data('export_clip', { clip, range, path: 'entry.mp4' })).toMatchObject({
      fileName: 'entry.mp4',
      frameCount: 6,
    });
    expect(await server.data('open_clip', { path: 'entry.mp4' })).toMatchObject({ frameCount: 6 });
    expect(await server.refusal('export_clip', { clip, range, path: 'entry.mp4' })).toBe(
      'There is already something named entry.mp4: choose another name.',
    );
    expect(await server.data('export_frames', { clip, frames: [35, 36], path: 'pictures' })).toMatchObject({
      frameCount: 2,
    });
    expect(existsSync(join(here, 'pictures'))).toBe(true);
  });

  it('opens and writes nothing outside its folder, not even through a link', async () => {
    const outside = /lies outside the folders that this server may use/;
    const range = { start: 0, end: 9 };
    for (const path of ['link/dive-b.mp4', '../elsewhere/dive-b.mp4', join(folder, 'nothing.mp4')]) {
      expect(await server.refusal('open_clip', { path }), path).toMatch(outside);
      expect(await server.refusal('export_clip', { clip, range, path }), path).toMatch(outside);
    }
    expect(existsSync(join(folder, 'elsewhere', 'dive-b.mp4'))).toBe(true);
  });

  it('puts what a client proposes before a person, with the frames it was shown, and makes no event of it', async () => {
    const proposing = {
      clip,
      question: 'Find the entry.',
      events: [
        {
          ...{ start: 80, end: 95, code: 'Entry', labels: [{ text: 'small splash' }], doubt: 0.2 },
          note: 'Frame 90 shows the splash, frame 92 its end.',
        },
      ],
    };
    const { proposed, warnings } = await server.data('propose_events', proposing);
    // Of the ten frames around its ends none was shown, and one that it names was not.
    expect([proposed, warnings]).toMatchObject([
      [{ doubt: 1 }],
      [expect.stringMatching(/^The answer names frame 92, which was neither shown/)],
    ]);
    const again = await server.data('propose_events', proposing);
    expect(again).toMatchObject({ trajectory: null, proposed: [], alreadyThere: 1 });
    expect(proposed).toMatchObject([
      { code: 'Entry', engine: 'tester', status: 'open', evidence: [66, 87, 90, 109] },
    ]);
    expect(await server.data('list_events')).toMatchObject({ count: 0 });
    const open = (await server.data('list_proposals', { clip })).proposals as { engine: string }[];
    expect(open.filter(({ engine }) => engine === 'tester')).toHaveLength(1);
  });

  it('reads a project that is open elsewhere, says that it can only be read, and ends with its input', async () => {
    const second = speakTo(spawn(process.execPath, serverArguments(), { cwd: here, env: env() }));
    await second.ask('initialize', {
      ...{ protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'second', version: '1' } },
    });
    second.send({ method: 'notifications/initialized' });
    const called = (name: string, values: object = {}) =>
      second.ask('tools/call', { name, arguments: values }) as Promise<{
        readonly isError?: boolean;
        readonly content: { readonly text: string }[];
      }>;
    expect((await called('list_clips')).content[0]?.text).toMatch(/^The project can only be read: .*open/);
    const events = [{ start: 1, end: 2, code: 'Entry' }];
    const refused = await called('propose_events', { clip, question: 'Find it.', events });
    expect([refused.isError, refused.content.length]).toEqual([true, 1]);
    expect(refused.content[0]?.text).toMatch(/open/);
    second.child.stdin.end();
    expect(await second.ended).toEqual([0, null]);
    expect(second.strays).toEqual([]);
  });

  it('ends when it is told to, with the project whole and free for others', async () => {
    const gone = new Promise<void>((resolve) => {
      server.client.onclose = resolve;
    });
    process.kill(transport.pid ?? 0, 'SIGTERM');
    await gone;
    const store = openProject(project, { clock: Date.now });
    try {
      expect(store.readOnly).toBeNull();
      const { items } = store.snapshot();
      const proposals = items.filter((item): item is Proposal => item.kind === 'proposal');
      const own = proposals.find(({ engine }) => engine === 'tester');
      expect(own).toMatchObject({ status: 'open', eventId: null, range: { start: 80, end: 95 } });
      expect(items.filter(({ kind }) => kind === 'event')).toEqual([]);
      const questions = store.listTrajectories(clip);
      expect(questions.map(({ engine, status }) => [engine.name, status])).toEqual([
        ['Scripted demo', 'answered'],
        ['Nano', 'cancelled'],
        ['tester', 'answered'],
      ]);
      const frames = questions.at(-1)?.steps.find((step) => step.kind === 'frames');
      expect(frames).toMatchObject({ by: 'model', range: { start: 35, end: 90 } });
      expect(store.history(1)[0]).toMatchObject({
        title: '1 proposal from “Find the entry.”',
        by: { kind: 'model', engine: 'tester' },
      });
    } finally {
      store[Symbol.dispose]();
    }
  });
});

type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

/** Speaks the protocol by hand, to see what really goes over the pipes. */
function speakTo(child: Piped) {
  const waiting = new Map<number, (result: unknown) => void>();
  const strays: string[] = [];
  const ended = once(child, 'exit');
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = line.startsWith('{') ? (JSON.parse(line) as { id?: number; result?: unknown }) : {};
    const answer = waiting.get(message.id ?? 0);
    if (answer) answer(message.result);
    else strays.push(line);
  });
  child.stderr.resume();
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = (method: string, params: object): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    last += 1;
    waiting.set(last, resolve);
    send({ id: last, method, params });
    return promise;
  };
  return { child, send, ask, strays, ended };
}
