import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCommand } from '#main/hosts/cli/commands/export.ts';
import { openSampleProject, type SampleProject } from './sample-project.ts';

let sample: SampleProject;
let folder = '';
let project = '';

beforeAll(async () => {
  sample = await openSampleProject([exportCommand]);
  ({ file: project, folder } = sample);
  const entry = { clipId: sample.clipId, eventId: null, syncFrame: null, note: '' };
  sample.put(
    {
      kind: 'playlist',
      id: 'p',
      name: 'Entries',
      entries: [
        { ...entry, id: 'a', range: { start: 30, end: 39 }, syncFrame: 33 },
        { ...entry, id: 'b', range: { start: 100, end: 119 }, syncFrame: 110 },
        { ...entry, id: 'c', clipId: 'gone', range: { start: 0, end: 4 } },
      ],
    },
    { kind: 'playlist', id: 'q', name: 'Nothing', entries: [] },
  );
});
afterAll(() => sample[Symbol.asyncDispose]());

const run = (...argv: readonly string[]) => sample.run('export', ...argv);
const out = (name: string) => join(folder, name);

describe('deepsport export of a playlist', () => {
  it('writes its entries one after the other, and says which is left out and why', async () => {
    const done = await run('--project', project, '--playlist', 'entries', '--out', out('reel.mp4'), '--json');
    expect([done.code, done.noted]).toEqual([0, ['Entry 3 is left out: its clip is missing.']]);
    expect(JSON.parse(done.printed[0] ?? '')).toMatchObject({ frameCount: 30 });
  });

  it('writes them side by side, in step at their sync frames', async () => {
    const target = out('stack.mp4');
    const done = await run('--project', project, '--playlist', 'Entries', '--stack', '--out', target);
    expect(done.code).toBe(0);
    // From ten frames before the sync frames to nine after.
    expect(done.printed[0]).toMatch(/^20 frames, /);
    expect(done.printed[1]).toBe('Shown at 30 frames per second.');
    const [one, both] = [
      await sample.services.video.probe(out('dive-a.mp4')),
      await sample.services.video.probe(target),
    ];
    expect([both.width, both.height]).toEqual([2 * one.width, one.height]);
  });

  it.each([
    [['--playlist', 'Entries'], /Name a clip and its --range, or a --project and its --playlist/],
    [['--project', 'PROJECT'], /Say which playlist/],
    [
      ['--project', 'PROJECT', '--playlist', 'Other'],
      /no playlist “Other”\. Its playlists are Entries, Nothing\./,
    ],
    [['--project', 'PROJECT', '--playlist', 'Nothing'], /“Nothing” has nothing to show/],
    [['--project', 'PROJECT', '--playlist', 'Entries', '--range', '1:2'], /--range is for a clip/],
    [['clip.mp4', '--range', '1:2', '--stack'], /--stack needs --project/],
  ])('says what is wrong with %j, with exit code 2', async (argv, sentence) => {
    const given = argv.map((word) => (word === 'PROJECT' ? project : word));
    const { code, noted } = await run(...given, '--out', out('never.mp4'));
    expect(code).toBe(2);
    expect(noted.join('\n')).toMatch(sentence);
  });
});
