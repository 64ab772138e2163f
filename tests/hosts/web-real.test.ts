import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { clipInfoSchema, mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo, TrajectoryEvent } from '#common/domain/index.ts';
import { startWebServer, type WebServer } from '#main/hosts/web/web-server.ts';
import type { ContractClient } from '../rpc/contract-suite.ts';
import { openRealServices, type RealServices, root } from './real-services.ts';

const sample = readFileSync(join(root, 'resources', 'samples', 'dive-b.mp4'));
let folder = '';
let real: RealServices;
let server: WebServer;
let socket: WebSocket;
let client: ContractClient;
let clip: ClipInfo;

const origin = () => `http://127.0.0.1:${server.port}`;
const cookie = () => `deepsport_${server.port}=${new URL(server.url).searchParams.get('token')}`;
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${origin()}${path}`, { headers: { cookie: cookie(), ...headers } });
const upload = (name: string, body: Buffer) =>
  fetch(`${origin()}${mediaPaths.upload(name)}`, {
    method: 'PUT',
    body: new Uint8Array(body),
    headers: { cookie: cookie(), origin: origin() },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-web-real-'));
  real = openRealServices({ host: 'web' });
  const options = { rendererFolder: folder, uploadFolder: join(folder, 'clips'), port: 0, log: () => {} };
  server = await startWebServer(real.services, options);
  socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
    headers: { cookie: cookie(), origin: origin() },
  });
  client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  clip = clipInfoSchema.parse(await (await upload('my dive.mp4', sample)).json());
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await real[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('The web host over the real services', () => {
  it('takes a clip and lists it with its frames', async () => {
    expect(clip).toMatchObject({ name: 'my dive.mp4', codec: 'H.264', width: 480 });
    expect(await client.clips.list()).toEqual([clip]);
    const { timestampsSeconds } = await client.clips.frameTimes({ clipId: clip.id });
    expect(timestampsSeconds).toHaveLength(clip.frameCount);
  });

  it('gives back the very bytes that it took', async () => {
    const bytes = Buffer.from(await (await get(mediaPaths.file(clip.id))).arrayBuffer());
    const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect(hash(bytes)).toBe(hash(sample));
  });

  it('shows the frame that the engine was shown, by the same number, time and hash', async () => {
    const events: TrajectoryEvent[] = [];
    const question = { clipId: clip.id, question: 'Which dive?', engine: 'scripted', initialFrames: 2 };
    for await (const event of await client.questions.ask(question)) events.push(event);
    const [shown] = events.flatMap((event) =>
      event.type === 'step' && event.step.kind === 'frames' ? event.step.frames : [],
    );
    if (!shown) throw new Error('no frame was shown');
    const picture = await get(mediaPaths.frame(clip.id, shown.index, 'png', shown));
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Number(picture.headers.get('x-frame-time-seconds'))).toBe(shown.timeSeconds);
    expect(picture.headers.get('x-frame-sha256')).toBe(shown.sha256);
    const [kept] = await client.questions.list({ clipId: clip.id });
    expect(kept).toMatchObject({ status: 'answered', steps: expect.any(Array) });
  });

  it('refuses a file that is no video, with the reason, and keeps nothing of it', async () => {
    const response = await upload('notes.mp4', Buffer.from('only some notes'.repeat(100)));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'NOT_A_VIDEO',
      message: expect.stringContaining('notes.mp4'),
    });
    expect(await client.clips.list()).toHaveLength(1);
  });

  it('stops decoding for a reader who leaves', async () => {
    const controller = new AbortController();
    const stream = await client.questions.ask(
      { clipId: clip.id, question: 'Which dive?', engine: 'scripted' },
      { signal: controller.signal },
    );
    const reading = (async () => {
      for await (const _event of stream) controller.abort();
    })().catch(() => {});
    await reading;
    for (let wait = 0; wait < 200; wait += 1) {
      const last = (await client.questions.list({ clipId: clip.id })).at(-1);
      if (last?.status === 'cancelled') return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error('the question was not cancelled');
  });
});
