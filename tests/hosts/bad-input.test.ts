import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromContractError } from '#common/contract/index.ts';
import { createRouter } from '#main/rpc/router.ts';
import type { ContractClient } from '../rpc/contract-suite.ts';
import { openRealServices, type RealServices, root } from './real-services.ts';
import { runCommand } from './run-command.ts';

const sample = join(root, 'resources', 'samples', 'dive-a.mp4');
let real: RealServices;
let client: ContractClient;
let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(() => {
  real = openRealServices();
  client = createRouterClient(createRouter(real.services, () => {})) as ContractClient;
  folder = mkdtempSync(join(tmpdir(), 'deepsport-bad-'));
  writeFileSync(file('empty.mp4'), '');
  writeFileSync(file('text.mp4'), 'This is a note, not a video.\n'.repeat(50));
  // The head of an AVI file as RIFF defines it.
  writeFileSync(file('old.avi'), Buffer.concat([Buffer.from('RIFF\0\0\0\0AVI LIST'), Buffer.alloc(2000)]));
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** One sentence or two for a person: no stack, no code names, no JSON. */
function expectSentence(text: string | undefined, pattern: RegExp): void {
  expect(text).toMatch(pattern);
  expect(text).toMatch(/^\S.*([.!?)]|ffmpeg -i .*\.mp4)$/);
  expect(text).not.toMatch(/\n|\bat .*:\d+:\d+|[A-Z]+_[A-Z]+|\bundefined\b|\[object/);
}

const badClips: readonly (readonly [string, string, string, RegExp])[] = [
  ['is missing', 'gone.mp4', 'FILE_MISSING', /gone\.mp4/],
  ['is empty', 'empty.mp4', 'FILE_EMPTY', /empty\.mp4/],
  ['is text under a video’s name', 'text.mp4', 'NOT_A_VIDEO', /text\.mp4 is not a video/],
  ['is AVI', 'old.avi', 'CONTAINER_UNSUPPORTED', /AVI/],
  ['is a folder', '.', 'NOT_A_VIDEO', /folder/],
];

describe('A clip that cannot be read', () => {
  it.each(badClips)('%s: the command line says so and ends with 2', async (_case, name, _code, pattern) => {
    for (const argv of [
      ['probe', file(name)],
      ['frames', file(name), '--at', '0', '--out', file('out')],
      ['ask', file(name), 'Which dive?'],
    ]) {
      const { code, noted, printed } = await runCommand(real.services, argv);
      expect([code, noted.length, printed]).toEqual([2, 1, []]);
      expectSentence(noted[0], pattern);
    }
  });

  it.each(badClips)('%s: the contract says the same, typed', async (_case, name, code, pattern) => {
    const failure = await client.clips.open({ path: file(name) }).catch((error: unknown) => error);
    const error = fromContractError(failure);
    expect(error?.code).toBe(code);
    expectSentence(error?.message, pattern);
  });
});

describe('A slip on the command line', () => {
  const outFolder = () => ['--out', file('out')];
  const frames = (...more: string[]) => ['frames', sample, ...more, ...outFolder()];
  const ask = (...more: string[]) => ['ask', sample, 'Which dive?', ...more];
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['an unknown command', () => ['prob'], /no command “prob”\. The commands are probe, frames/],
    ['an unknown option', () => ['probe', sample, '--fast'], /no option --fast: npx deepsport probe --help/],
    ['an option without its value', () => ['frames', sample, '--at'], /--at needs a value/],
    ['a switch with a value', () => ['probe', sample, '--json=yes'], /--json takes no value/],
    ['no clip', () => ['probe'], /Something is missing: write npx deepsport probe CLIP\./],
    ['two clips', () => ['probe', sample, sample], /There is too much/],
    ['no question', () => ['ask', sample], /write npx deepsport ask CLIP QUESTION\./],
    ['a blank question', () => ['ask', sample, '  '], /^Write a question first\.$/],
    [
      'a frame outside the clip',
      () => frames('--at', '10,154'),
      /frames 0 to 153, so there is no frame 154\./,
    ],
    ['a range outside the clip', () => frames('--range', '100:500'), /frames 0 to 153, so the range 100:500/],
    ['a range that runs backwards', () => frames('--range', '59:35'), /runs backwards.*35:59/],
    [
      'a range that is none',
      () => frames('--range', '35-59'),
      /--range needs two frame numbers such as 35:59/,
    ],
    ['a negative frame', () => frames('--at=-1'), /--at needs frame numbers such as 35,36, not “-1”/],
    ['frames and a range', () => frames('--at', '1', '--range', '1:2'), /either --at 35,36 or --range/],
    ['neither frames nor a range', () => frames(), /either --at 35,36 or --range/],
    ['a count without a range', () => frames('--at', '1', '--count', '3'), /--count goes with --range/],
    [
      'a count of none',
      () => frames('--range', '1:9', '--count', '0'),
      /--count needs a whole number from 1/,
    ],
    [
      'a width that is no number',
      () => frames('--at', '1', '--width', 'wide'),
      /--width needs a whole number.*“wide”/,
    ],
    ['nowhere to write', () => ['frames', sample, '--at', '1'], /Say where to write the frames: --out DIR\./],
    [
      'a folder that is a file',
      () => ['frames', sample, '--at', '1', '--out', file('text.mp4')],
      /Nothing can be written to .*text\.mp4: choose another folder/,
    ],
    [
      'an unknown mode',
      () => ask('--mode', 'fast'),
      /--mode is one of passive, single, iterative, not “fast”/,
    ],
    [
      'too many turns',
      () => ask('--max-turns', '99'),
      /--max-turns needs a whole number from 1 to 16, not “99”/,
    ],
    ['a broken seed', () => ask('--seed', '1.5'), /--seed needs a whole number/],
    ['a broken temperature', () => ask('--temperature', 'hot'), /--temperature needs a number from 0 to 2/],
    ['an unknown engine', () => ask('--model', 'giant'), /no engine .giant./],
    ['a look outside the clip', () => ask('--model', 'scripted', '--look', '100:500'), /153/],
    ['a look that runs backwards', () => ask('--look', '9:3'), /runs backwards/],
    [
      'a port that is none',
      () => ['serve', '--port', '99999'],
      /--port needs a whole number from 0 to 65535/,
    ],
  ];

  it.each(cases)('%s is told in one sentence and ends with 2', async (_case, argv, pattern) => {
    const { code, noted, printed } = await runCommand(real.services, argv());
    expect([code, noted.length, printed]).toEqual([2, 1, []]);
    expectSentence(noted[0], pattern);
  });
});

describe('An engine that is down', () => {
  const address = 'http://127.0.0.1:9/v1';

  it('is told on the command line, with 1', async () => {
    const { code, noted } = await runCommand(real.services, [
      'ask',
      sample,
      'Which dive?',
      '--model',
      address,
    ]);
    expect(code).toBe(1);
    expectSentence(noted[0], /127\.0\.0\.1:9/);
  });

  it('is told over the contract, typed', async () => {
    const failure = await client.engines.card({ reference: address }).catch((error: unknown) => error);
    const error = fromContractError(failure);
    expect(error?.code).toBe('ENGINE_UNREACHABLE');
    expectSentence(error?.message, /127\.0\.0\.1:9/);
  });

  it('is no reason to forget that there is no such engine either', async () => {
    const failure = await client.engines.card({ reference: 'giant' }).catch((error: unknown) => error);
    expect(fromContractError(failure)?.code).toBe('NOT_FOUND');
  });
});

describe('A question over the contract', () => {
  it('is refused for a range outside the clip, with the facts', async () => {
    const { id } = await client.clips.open({ path: sample });
    const ask = (looks: { start: number; end: number }[]) =>
      client.questions
        .ask({ clipId: id, question: 'Which dive?', engine: 'scripted', looks })
        .catch((error: unknown) => fromContractError(error));
    expect(await ask([{ start: 100, end: 500 }])).toMatchObject({ code: 'RANGE_INVALID' });
    expect(await ask([{ start: 59, end: 35 }])).toMatchObject({ code: 'RANGE_INVALID' });
  });

  it('is refused for a clip that nobody opened', async () => {
    const failure = await client.questions
      .ask({ clipId: 'none', question: 'Which dive?' })
      .catch((e: unknown) => e);
    const error = fromContractError(failure);
    expect(error?.code).toBe('NOT_FOUND');
    expectSentence(error?.message, /[Oo]pen/);
  });
});
