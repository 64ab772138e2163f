import { randomUUID } from 'node:crypto';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterEach, describe, expect, it } from 'vitest';
import { DeepSportError, putItem, type Trajectory } from '#common/domain/index.ts';
import { createMcpServer, type McpServerParts } from '#main/hosts/mcp/mcp-server.ts';
import { createPathGuard } from '#main/hosts/mcp/path-guard.ts';
import type { Services } from '#main/rpc/services.ts';
import { importsOf, readProjectFile, typeScriptFiles } from '../architecture/source-files.ts';
import { clip, createFakeServices } from '../rpc/fake-services.ts';
import { connectClient, type TestClient, textOf } from './mcp-client.ts';

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

/** Fakes with their clip on the project's list. */
function fakeServices(overrides: Partial<Services> = {}) {
  const services = createFakeServices(overrides);
  services.project.addClip({
    ...{ clipId: clip.id, name: clip.name, path: '/nowhere/dive.mp4', videoTrack: null, captureRate: null },
    ...{ addedAt: '', contentHash: null, sizeBytes: 1000 },
  });
  return services;
}

async function connect(services: Services, parts: Partial<McpServerParts> = {}): Promise<TestClient> {
  const server = createMcpServer({
    version: '1.2.3',
    use: (work) => work(services),
    guard: createPathGuard([], '/'),
    isKept: true,
    clock: () => Date.parse('2026-01-01T00:00:00Z'),
    createId: randomUUID,
    log: () => {},
    ...parts,
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  const test = await connectClient(near);
  closing.push(() => test.client.close());
  return test;
}

const readOnly = (services: ReturnType<typeof fakeServices>, sentence: string): Services => ({
  ...services,
  project: { ...services.project, readOnly: sentence },
});

describe('The protocol', () => {
  it('is loaded by its own command alone, and only when that runs', () => {
    const own = /^(main\/hosts\/mcp\/|@modelcontextprotocol\/)/;
    const loading = typeScriptFiles('common', 'main', 'preload', 'renderer')
      .filter((path) => !own.test(path))
      .filter((path) => importsOf(path).some((name) => own.test(name)));
    expect(loading).toEqual(['main/hosts/cli/commands/mcp.ts']);
    expect(readProjectFile('main/hosts/cli/commands/mcp.ts')).not.toMatch(/^import .*\/mcp\//m);
  });
});

describe('What a client can do', () => {
  it('is told with a title, a meaning for each argument’s schema, and what it changes', async () => {
    const { client } = await connect(fakeServices());
    const { tools } = await client.listTools();
    const adding = tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name);
    expect(adding).toEqual(['open_clip', 'propose_events', 'ask', 'export_clip', 'export_frames']);
    for (const { annotations, description, inputSchema, name, outputSchema, title } of tools) {
      expect([title, description, outputSchema?.type], name).toEqual([
        expect.stringMatching(/^[A-Z]/),
        expect.stringMatching(/\.$/),
        'object',
      ]);
      expect(annotations, name).toMatchObject({ destructiveHint: false, openWorldHint: name === 'ask' });
      expect(inputSchema.additionalProperties, name).toBe(false);
    }
  });

  it('is told without opening a project', async () => {
    const { client } = await connect(fakeServices(), { use: () => expect.unreachable() });
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    const { prompts } = await client.listPrompts();
    expect(resources.map(({ uri }) => uri)).toEqual(['deepsport://clips', 'deepsport://events']);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'deepsport://clip/{id}/frame/{n}',
      'deepsport://trajectory/{id}',
    ]);
    expect(prompts.map(({ name }) => name)).toEqual(['tag_clip', 'answer_about_clip', 'check_proposals']);
  });

  it('has prompts with the questions and the codes of a sport, and completes its name', async () => {
    const { client } = await connect(fakeServices());
    const prompt = async (name: string, values: Record<string, string>) => {
      const { messages } = await client.getPrompt({ name, arguments: values });
      const content = messages[0]?.content;
      return content?.type === 'text' ? content.text : '';
    };
    expect(await prompt('tag_clip', { clip: 'dive.mp4', sport: 'diving' })).toMatch(
      /Take-off, Flight, Entry/,
    );
    const asked = { clip: 'match.mp4', sport: 'Soccer', dimension: 'rules' };
    expect(await prompt('answer_about_clip', asked)).toMatch(/offside position\? One of: Offside, Onside/);
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: 'tag_clip' },
      argument: { name: 'sport', value: 'b' },
    });
    expect(completion.values).toEqual(['Basketball', 'Baseball', 'Badminton', 'Boxing']);
    await expect(prompt('tag_clip', { clip: 'a.mp4', sport: 'chess' })).rejects.toThrow(
      /There are no questions for “chess”: the sports are Soccer/,
    );
    await expect(prompt('tag_clip', { clip: 'a.mp4' })).rejects.toThrow(
      'tag_clip needs the argument “sport”.',
    );
  });
});

describe('A question over MCP', () => {
  it('goes on while other requests are answered, and ends when its client cancels it', async () => {
    const services = fakeServices();
    const { call, data } = await connect(services);
    const giveUp = new AbortController();
    const told: string[] = [];
    const asked = call(
      'ask',
      { clip: clip.id, question: 'wait' },
      {
        signal: giveUp.signal,
        onprogress: ({ message }) => told.push(message ?? ''),
      },
    );
    asked.catch(() => {});
    await expect.poll(() => told).toEqual(['Taking frames · 100 %']);
    expect(await data('list_clips')).toMatchObject({ clips: [{ id: clip.id }] });
    giveUp.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => services.seen).toMatchObject({ aborted: 1, ended: ['cancelled'] });
  });

  it('is cancelled when its client leaves', async () => {
    const services = fakeServices();
    const { call, client } = await connect(services);
    const asked = call('ask', { clip: clip.id, question: 'wait' });
    asked.catch(() => {});
    await expect.poll(() => services.seen.asked.length).toBe(1);
    await client.close();
    await expect.poll(() => services.seen.ended).toEqual(['cancelled']);
  });

  it('tells how it goes only to a client that asked for that, in numbers that grow', async () => {
    const { call, client } = await connect(fakeServices());
    const numbers: number[] = [];
    client.fallbackNotificationHandler = async () => expect.unreachable();
    await call('ask', { clip: clip.id, question: 'Which dive?' });
    const onprogress = ({ progress }: { progress: number }) => numbers.push(progress);
    await call('ask', { clip: clip.id, question: 'Which dive?' }, { onprogress });
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('hands the range, mode, seed and form to the engine as asked', async () => {
    const services = fakeServices();
    const { data } = await connect(services);
    const asked = await data('ask', {
      ...{ clip: 'dive.mp4', question: 'Entry?', engine: 'nano', mode: 'single', seed: 7, frames: 4 },
      ...{ max_turns: 2, range: { start: 3, end: 9 }, answer_form: 'spans' },
    });
    expect(asked).toMatchObject({ answer: 'Entry?', engine: 'Nano', isLocal: true, turns: 1 });
    expect(services.seen.asked).toMatchObject([
      {
        ...{ clipId: clip.id, engine: 'nano', mode: 'single', seed: 7, initialFrames: 4, maxTurns: 2 },
        ...{ scope: { start: 3, end: 9 }, form: { kind: 'spans' } },
      },
    ]);
  });

  it('goes to no engine but those that a person has: not to an address, nor to a folder', async () => {
    const services = fakeServices();
    const { refusal } = await connect(services);
    for (const engine of ['http://127.0.0.1:9/v1', '/models/other', 'other']) {
      expect(await refusal('ask', { clip: clip.id, question: 'Which dive?', engine })).toBe(
        `There is no engine “${engine}” here: the engines are nano, and a person can connect others in the workstation.`,
      );
    }
    expect(services.seen.asked).toEqual([]);
  });

  it('that fails says why in the engine’s sentence', async () => {
    const { refusal } = await connect(fakeServices());
    expect(await refusal('ask', { clip: clip.id, question: 'fail' })).toBe('The engine stopped.');
  });

  it('asked blind is not told before it is revealed', async () => {
    const services = fakeServices();
    const { data, refusal, client } = await connect(services);
    const { trajectory: id } = await data('ask', { clip: clip.id, question: 'Secret.' });
    const found = services.project.getTrajectory(String(id));
    const blind = { ...found, blind: true } as Trajectory;
    services.project.getTrajectory = (each) => (each === id ? blind : undefined);
    const sentence =
      'This question was asked blind: its answer is shown once a person has marked the clip and revealed it.';
    expect(await refusal('get_trajectory', { trajectory: id })).toBe(sentence);
    await expect(client.readResource({ uri: `deepsport://trajectory/${id}` })).rejects.toThrow(sentence);
  });
});

describe('Frames over MCP', () => {
  const pictures = (bytesEach: number): Services['video'] =>
    ({
      picture: async (_source, index) => ({
        ...{
          mediaType: 'image/jpeg',
          bytes: new Uint8Array(bytesEach),
          timeSeconds: index / 30,
          sha256: 'aa',
        },
      }),
    }) as Partial<Services['video']> as Services['video'];

  it('come with their number, time, size and hash', async () => {
    const { data } = await connect(fakeServices({ video: pictures(10) }));
    const range = { start: 0, end: 59 };
    expect(await data('get_frames', { clip: clip.id, range, count: 3, width: 160 })).toEqual({
      clip: clip.id,
      frames: [0, 30, 59].map((frame) => ({
        ...{ frame, timeSeconds: frame / 30, width: 160, height: 120, sha256: 'aa' },
      })),
    });
  });

  it('that a client could not take in one message are refused, with how many would do', async () => {
    const { refusal } = await connect(fakeServices({ video: pictures(2 ** 20) }));
    expect(await refusal('get_frames', { clip: clip.id, range: { start: 0, end: 31 }, count: 32 })).toBe(
      'These pictures are too large for one answer, which has room for about 7: ask for fewer, or narrower.',
    );
  });
});

describe('Proposals over MCP', () => {
  const events = [{ start: 3, end: 9, code: 'entry', note: 'Hands\nreach the water.' }];

  it('take the project’s own name of a code, and stand under a question in the client’s name', async () => {
    const services = fakeServices();
    const code = {
      kind: 'code',
      id: 'c',
      name: 'Entry',
      colour: '#0072b2',
      order: 0,
      role: 'event',
    } as const;
    const changes = [putItem({ ...code, hidden: false, locked: false })];
    services.project.edit({ id: 'e', title: 'Code', changes }, { kind: 'person' });
    const started: Trajectory[] = [];
    services.project.startTrajectory = (trajectory) => started.push(trajectory);
    services.project.endTrajectory = () => {};
    const { data } = await connect(services);
    const { proposed } = await data('propose_events', { clip: clip.id, question: 'Find the entry.', events });
    expect(proposed).toMatchObject([{ code: 'Entry', start: 3, end: 9, doubt: 0.5, status: 'open' }]);
    expect(started).toMatchObject([
      { question: 'Find the entry.', engine: { id: 'mcp:tester', name: 'tester', local: false } },
    ]);
    expect(started[0]?.steps).toMatchObject([{ raw: '3–9: Entry · Hands reach the water.' }]);
  });

  it('are all refused where one of them is not in the clip', async () => {
    const services = fakeServices();
    const { refusal } = await connect(services);
    const outside = [...events, { start: 50, end: 60, code: 'Entry' }];
    const sentence = await refusal('propose_events', { clip: clip.id, question: 'Find.', events: outside });
    expect(sentence).toBe('The range 50–60 is not in dive.mp4, which has frames 0–59.');
    expect(services.project.snapshot().items).toEqual([]);
  });

  it('are refused with the reason in a project that can only be read, and where nothing is kept', async () => {
    const proposing = { clip: clip.id, question: 'Find.', events };
    const sentence = 'The project match is open in another window.';
    const locked = await connect(readOnly(fakeServices(), sentence));
    expect(await locked.refusal('propose_events', proposing)).toBe(sentence);
    const unkept = await connect(fakeServices(), { isKept: false });
    expect(await unkept.refusal('propose_events', proposing)).toMatch(
      /^This server was started without a project/,
    );
  });
});

describe('Wrong arguments', () => {
  it('are told in one sentence, never with a stack', async () => {
    const { refusal } = await connect(fakeServices());
    const id = clip.id;
    const range = { start: 9, end: 3 };
    const wrong: readonly (readonly [tool: string, values: object, sentence: RegExp])[] = [
      ['open_clip', {}, /^open_clip needs the argument “path”\.$/],
      ['list_clips', { all: true }, /^list_clips knows no argument “all”: its arguments are none\.$/],
      [
        'look',
        { clip: id, start: 0, end: 60 },
        /^The range 0–60 is not in dive\.mp4, which has frames 0–59\.$/,
      ],
      ['look', { clip: 'other', start: 0, end: 1 }, /^There is no clip “other” here: open its file/],
      ['get_frames', { clip: id }, /^Say which frames: either frames/],
      ['get_frames', { clip: id, frames: [1], range }, /^Say which frames: either frames/],
      ['get_frames', { clip: id, frames: [1], count: 2 }, /^count goes with range, not with frames\.$/],
      ['get_frames', { clip: id, frames: [60] }, /^There is no frame 60 in dive\.mp4/],
      ['get_frames', { clip: id, frames: [-1] }, /^The argument “frames\.0” of get_frames is not usable: /],
      ['get_frames', { clip: id, frames: [1.5] }, /^The argument “frames\.0” of get_frames is not usable: /],
      ['get_frames', { clip: id, frames: Array(33).fill(0) }, /^At most 32 frames come in one call/],
      ['get_frames', { clip: id, range: { start: 1 } }, /^get_frames needs the argument “range\.end”\.$/],
      [
        'get_frames',
        { clip: id, frames: [1], width: 9000 },
        /^The argument “width” of get_frames is not usable/,
      ],
      ['motion_profile', { clip: id, range }, /^The range 9–3 runs backwards/],
      ['list_shots', { clip: 7 }, /^The argument “clip” of list_shots is not usable/],
      ['list_events', { code: 'Goal' }, /^The project has no codes yet\.$/],
      ['list_proposals', { status: 'new' }, /^The argument “status” of list_proposals is not usable/],
      ['propose_events', { clip: id, question: 'Q', events: [] }, /^The argument “events” of propose_events/],
      ['ask', { clip: id, question: ' ' }, /^Write a question first\.$/],
      ['ask', { clip: id, question: 'Q', range }, /^The range 9–3 runs backwards/],
      ['get_trajectory', { trajectory: 'none' }, /^There is no question “none” in the project\.$/],
      ['export_clip', { clip: id, range, path: 'a.mp4' }, /^a\.mp4 lies outside the folders/],
      ['export_frames', { clip: id, frames: [1], path: 'a.txt' }, /^a\.txt is no name for a png file/],
      ['fly', {}, /^There is no tool “fly”: the tools are open_clip, /],
    ];
    for (const [tool, values, sentence] of wrong) expect(await refusal(tool, values), tool).toMatch(sentence);
  });

  it('that lead to no project are told in its sentence, at each call anew', async () => {
    const { refusal, client } = await connect(fakeServices(), {
      use: async () => {
        throw new DeepSportError('PROJECT_DAMAGED', 'The project match is damaged.');
      },
    });
    expect(await refusal('list_clips')).toBe('The project match is damaged.');
    await expect(client.readResource({ uri: 'deepsport://clips' })).rejects.toThrow(/is damaged/);
  });

  it('of a resource are told as the protocol does', async () => {
    const { client } = await connect(fakeServices());
    await expect(client.readResource({ uri: 'deepsport://clip/none/frame/1' })).rejects.toMatchObject({
      code: -32002,
      message: expect.stringMatching(/There is no clip “none” here/),
    });
    await expect(client.readResource({ uri: 'file:///etc/hosts' })).rejects.toThrow(
      /There is nothing at file:\/\/\/etc\/hosts/,
    );
  });

  it('keep what went wrong inside for the log, and one sentence for the client', async () => {
    const logged: string[] = [];
    const { call } = await connect(fakeServices(), { log: (_, message) => logged.push(message) });
    const result = await call('ask', { clip: clip.id, question: 'explode' });
    expect(result.isError).toBe(true);
    expect(textOf(result).split('\n')).toHaveLength(1);
    expect(logged).toHaveLength(1);
  });
});
