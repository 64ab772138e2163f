import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrajectoryEvent } from '#common/domain/index.ts';
import { createFakeServices } from '../rpc/fake-services.ts';
import { openRealServices, type RealServices, root } from './real-services.ts';
import { runCommand } from './run-command.ts';

const sample = join(root, 'resources', 'samples', 'dive-a.mp4');
let real: RealServices;
let out = '';

beforeAll(() => {
  real = openRealServices();
  out = mkdtempSync(join(tmpdir(), 'deepsport-cli-'));
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  rmSync(out, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCommand(real.services, argv);

describe('deepsport probe', () => {
  it('prints what the clip holds, one fact a line', async () => {
    const { code, printed, noted } = await run('probe', sample);
    expect([code, noted]).toEqual([0, []]);
    expect(printed).toContain('frameCount            154');
    expect(printed).toContain('size                  480 × 480');
    expect(printed).toContain('codec                 H.264 (avc1.64001e)');
  });

  it('gives one JSON document with --json', async () => {
    const { printed } = await run('probe', sample, '--json');
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      name: 'dive-a.mp4',
      frameCount: 154,
      variableFrameRate: false,
    });
  });
});

describe('deepsport frames', () => {
  it('writes exactly the frames asked for, named by their numbers', async () => {
    const folder = join(out, 'at');
    const { code, printed } = await run('frames', sample, '--at', '35,36', '--width', '160', '--out', folder);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['frame-000035.png', 'frame-000036.png']);
    const [frame, seconds, sha256, path] = printed[0]?.split('\t') ?? [];
    expect([frame, seconds]).toEqual(['35', '1.166667']);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const png = readFileSync(path ?? '');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([160, 160]);
  });

  it('spreads a count over a range, both ends included', async () => {
    const folder = join(out, 'range');
    const { printed } = await run(
      ...['frames', sample, '--range', '35:59', '--count', '3', '--out', folder, '--json'],
    );
    const rows = JSON.parse(printed[0] ?? '') as { frame: number; timeSeconds: number; path: string }[];
    expect(rows.map(({ frame }) => frame)).toEqual([35, 47, 59]);
    expect(rows.every(({ path }) => existsSync(path))).toBe(true);
  });

  it('gives the same hash for the same frame again', async () => {
    const hashes = async () => {
      const { printed } = await run('frames', sample, '--at', '90', '--out', join(out, 'again'), '--json');
      return printed;
    };
    expect(await hashes()).toEqual(await hashes());
  });
});

describe('deepsport ask', () => {
  it('keeps clip and question in the project of --project, and nowhere without it', async () => {
    const opened: (string | undefined)[] = [];
    const ask = (...more: string[]) =>
      runCommand(
        createFakeServices(),
        ['ask', '/nowhere/dive.mp4', 'Which dive?', ...more],
        undefined,
        undefined,
        (file) => opened.push(file),
      );
    expect((await ask()).code).toBe(0);
    expect((await ask('--project', 'match.deepsport')).code).toBe(0);
    expect(opened).toEqual([undefined, resolve('match.deepsport')]);
    const refused = await ask('--project', 'match.mp4');
    expect([refused.code, refused.noted]).toEqual([
      2,
      ['--project needs a project’s file, such as match.deepsport, not “match.mp4”.'],
    ]);
  });

  it('asks nothing in a project that can only be looked at', async () => {
    const services = createFakeServices();
    const current = { ...services.projects.current(), readOnly: 'The project match is open elsewhere.' };
    const lookOnly = { ...services, projects: { ...services.projects, current: () => current } };
    const { code, noted } = await runCommand(lookOnly, ['ask', '/nowhere/dive.mp4', 'Which dive?']);
    expect([code, noted, services.seen.asked]).toEqual([1, ['The project match is open elsewhere.'], []]);
  });

  it('tells the trajectory line by line and ends with the engine’s own sentence', async () => {
    const { code, printed } = await run('ask', sample, 'Which dive is this?', '--model', 'scripted');
    const text = printed.join('\n');
    expect(code).toBe(0);
    expect(printed[0]).toBe('Clip      dive-a.mp4');
    expect(text).toMatch(/Initial frames {2}0, 22, 44/);
    expect(text).toMatch(
      /Turn 1 {2}\(\d+ new tokens, \d+ from the cache, \d+ written, \d+\.\d s\)\n {2}thought /,
    );
    expect(text).toMatch(/\n {2}look {6}51–102\n {2}frames {4}51, 58/);
    expect(printed.at(-2)).toMatch(/^Answer {4}Cannot tell/);
    expect(printed.at(-1)).toMatch(/A fixed script that knows nothing of the video/);
  });

  it('tests the answer with --probe and ends with what that says of it', async () => {
    const test = (...more: string[]) =>
      runCommand(createFakeServices(), ['ask', 'dive.mp4', 'frame 7', '--probe', ...more]);
    const { code, printed } = await test();
    expect(code).toBe(0);
    expect(printed.slice(-6)).toEqual([
      'Test of the answer with changed pictures',
      '  In reverse  frame 7 (same answer, unexpected)',
      '  Shuffled    frame 7 (same answer, unexpected)',
      '  Mirrored    frame 7 (same answer)',
      '  Grey        frame 7 (same answer, unexpected)',
      'Verdict   Ignores the video: the same answer to grey frames, shuffled frames and frames in reverse.',
    ]);
    const lines = (await test('--json')).printed.map((line) => JSON.parse(line));
    expect(lines.filter(({ type }) => type === 'trajectory-start')).toHaveLength(5);
    expect(lines.at(-1)).toMatchObject({
      type: 'probe-verdict',
      verdict: { kind: 'ignores', reason: 'same', readings: { length: 4 } },
      sentence: expect.stringMatching(/^Ignores the video/),
    });
  });

  it('gives every event as a JSON line with --json', async () => {
    const { printed } = await run(
      ...['ask', sample, 'Which dive?', '--model', 'scripted', '--frames', '4', '--look', '35:59', '--json'],
    );
    const events = printed.map((line) => JSON.parse(line) as TrajectoryEvent);
    expect(events[0]).toMatchObject({
      type: 'trajectory-start',
      trajectory: { engine: { id: 'scripted' }, question: 'Which dive?' },
    });
    const frames = events.flatMap((event) =>
      event.type === 'step' && event.step.kind === 'frames' ? [event.step] : [],
    );
    expect(frames[0]).toMatchObject({ by: 'start', frames: { length: 4 } });
    expect(frames[1]).toMatchObject({ by: 'analyst', range: { start: 35, end: 59 } });
    expect(events.at(-1)).toMatchObject({ type: 'trajectory-end', status: 'answered' });
  });

  it('asks about a stretch of the clip with --range', async () => {
    const about = ['ask', sample, 'Which dive?', '--model', 'scripted', '--range', '35:59'];
    const { printed } = await run(...about);
    expect(printed).toContain('About     frames 35–59');
    expect(printed.find((line) => line.startsWith('Initial frames'))).toMatch(/ {2}35, 38, .*, 59 {2}/);
    const { code, noted } = await run(...about.slice(0, -1), '59:35');
    expect(code).toBe(2);
    expect(noted.join('\n')).toContain('runs backwards');
  });

  it('hands every option on', async () => {
    const fake = createFakeServices();
    await runCommand(fake, [
      ...['ask', 'dive.mp4', 'which dive', '--model', 'http://127.0.0.1:1/v1', '--mode', 'single'],
      ...[
        '--frames',
        '6',
        '--max-turns',
        '3',
        '--seed',
        '7',
        '--temperature',
        '0.5',
        '--top-p',
        '0.9',
        '--repetition-penalty',
        '1.1',
        '--look',
        '1:2',
        '--look=3:4',
      ],
    ]);
    expect(fake.seen.asked).toEqual([
      {
        clipId: 'clip-1',
        form: { kind: 'text' },
        question: 'which dive',
        engine: 'http://127.0.0.1:1/v1',
        mode: 'single',
        initialFrames: 6,
        maxTurns: 3,
        seed: 7,
        temperature: 0.5,
        topP: 0.9,
        repetitionPenalty: 1.1,
        looks: [
          { start: 1, end: 2 },
          { start: 3, end: 4 },
        ],
        blind: false,
      },
    ]);
  });

  it('is cancelled by Ctrl+C and says so', async () => {
    const fake = createFakeServices();
    const controller = new AbortController();
    const stop = () => setTimeout(() => controller.abort(), 10);
    const { code, printed, noted } = await runCommand(
      fake,
      ['ask', 'dive.mp4', 'wait'],
      controller.signal,
      stop,
    );
    expect([code, noted, fake.seen.ended]).toEqual([1, ['Cancelled.'], ['cancelled']]);
    expect(printed.at(-2)).toBe('No answer: the question was cancelled.');
  });

  it('fails with the reason when the engine fails', async () => {
    const { code, noted } = await runCommand(createFakeServices(), ['ask', 'dive.mp4', 'fail']);
    expect([code, noted]).toEqual([1, ['The engine stopped.']]);
  });
});

describe('deepsport models', () => {
  it('lists engines with what they are, their device, folder and size', async () => {
    const { printed } = await runCommand(createFakeServices(), ['models']);
    expect(printed).toEqual([
      'nano  (default)',
      '  Nano: A stand-in of the tests; it knows nothing.',
      '  device  CPU',
      '  folder  models/nano',
      '  size    30.0 MB',
    ]);
    const json = await runCommand(createFakeServices(), ['models', '--json']);
    expect(JSON.parse(json.printed[0] ?? '')).toMatchObject([{ id: 'nano', sizeBytes: 30_000_000 }]);
  });
});

describe('deepsport', () => {
  const none = () => {
    throw new Error('no services are needed for this');
  };

  it('says how it is used, with and without a command', async () => {
    for (const argv of [[], ['--help'], ['help'], ['-h']]) {
      const { code, printed } = await runCommand(none, argv);
      expect(code).toBe(0);
      for (const name of ['probe', 'frames', 'ask', 'models', 'serve']) {
        expect(printed.join('\n')).toMatch(new RegExp(`^  ${name}`, 'm'));
      }
    }
    for (const name of ['probe', 'frames', 'ask', 'models', 'serve']) {
      const { code, printed } = await runCommand(none, [name, '--help']);
      expect([code, printed[0]?.startsWith(`npx deepsport ${name}`)]).toEqual([0, true]);
      expect(await runCommand(none, ['help', name])).toEqual({ code, printed, noted: [] });
    }
  });

  it('explains every option that a command takes', async () => {
    const { printed } = await runCommand(none, ['ask', '--help']);
    for (const option of [
      'model',
      'mode',
      'frames',
      'max-turns',
      'look',
      'seed',
      'temperature',
      'json',
      'data',
    ]) {
      expect(printed.join('\n')).toContain(`--${option}`);
    }
  });

  it('tells its version', async () => {
    expect((await runCommand(none, ['--version'])).printed).toEqual(['1.2.3']);
  });
});
