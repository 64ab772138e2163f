import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { temporaryFolder } from '../support/services.ts';
import { analyseFile } from './analyse-file.ts';
import { generatedScenes, type Join, type Scene, writeEditedClip } from './edited-clip.ts';

const scene = (kind: number, seed: number, frames = 70): Scene =>
  generatedScenes[kind]?.(seed, frames) ?? { input: [], frames };

const join = (kind: Join['kind'], how: string, frames: number): Join => ({ kind, how, frames });

async function transitionsOf(path: string, folder: string) {
  return (await analyseFile(path, folder)).search.transitions;
}

describe.skipIf(!hasFfmpeg)(`Shots of an edit${ffmpegNote}`, () => {
  const edits: readonly {
    readonly title: string;
    readonly scenes: readonly Scene[];
    readonly joins: readonly Join[];
    readonly flashes?: readonly number[];
  }[] = [
    {
      title: 'hard cuts are found to the frame, and flashes of one and two frames are none',
      scenes: [scene(4, 1), scene(1, 2), scene(4, 3), scene(0, 4)],
      joins: [join('cut', 'cut', 0), join('cut', 'cut', 0), join('cut', 'cut', 0)],
      flashes: [20, 100, 101, 180],
    },
    {
      title: 'dissolves and fades through black are found and told apart',
      scenes: [scene(4, 5), scene(1, 3), scene(4, 6), scene(3, 2)],
      joins: [join('dissolve', 'fade', 16), join('fade', 'fadeblack', 20), join('dissolve', 'dissolve', 20)],
    },
    {
      title: 'wipes of all directions and shapes are found as wipes',
      scenes: [scene(4, 7), scene(1, 1), scene(4, 2), scene(0, 1), scene(4, 9)],
      joins: [
        join('wipe', 'wipeleft', 16),
        join('wipe', 'wiperight', 12),
        join('wipe', 'circleopen', 20),
        join('wipe', 'wipeup', 20),
      ],
    },
    {
      title: 'pictures that push each other out, a bar and a board that hide the change are wipes',
      scenes: [scene(4, 11), scene(1, 4), scene(4, 12), scene(3, 3)],
      joins: [join('wipe', 'slideup', 16), join('wipe', 'bar', 20), join('wipe', 'cover', 26)],
    },
  ];

  for (const { title, scenes, joins, flashes } of edits) {
    it(title, async () => {
      await using folder = await temporaryFolder();
      const path = folder.path('edit.mp4');
      const truth = await writeEditedClip(path, scenes, joins, flashes);
      const found = await transitionsOf(path, folder.path('analysis'));
      expect(found.map(({ kind }) => kind)).toEqual(truth.map(({ kind }) => kind));
      for (const [i, { kind, start, end }] of truth.entries()) {
        const range = found[i]?.range ?? { start: -1, end: -1 };
        if (kind === 'cut') expect(range).toEqual({ start, end });
        // Its first and last frames hardly differ from the shots beside it, least of all those of a soft circle.
        expect(range.start).toBeGreaterThanOrEqual(start - 2);
        expect(range.end).toBeLessThanOrEqual(end + 3);
        expect(range.end - range.start).toBeGreaterThanOrEqual((end - start) / 5);
      }
    });
  }

  it('are one when someone walks by close to the camera, or the light and the frame flicker', async () => {
    await using folder = await temporaryFolder();
    const walker = 'overlay=x=-80+mod(n*9\\,740):y=0:shortest=1';
    const light = `eq=brightness=0.15*sin(n/3):eval=frame,drawbox=c=black:t=fill:enable='eq(n,90)'`;
    const still = 'mandelbrot=s=640x360:r=25:start_scale=1,trim=end_frame=1,loop=-1:1,setpts=N/25/TB';
    const graph = `${still}[a];color=c=0x302020:s=70x360:r=25[b];[a][b]${walker},${light},format=yuv420p`;
    const path = folder.path('one-shot.mp4');
    await runFfmpeg(['-f', 'lavfi', '-i', graph, '-frames:v', '200', '-c:v', 'libx264', path]);
    expect(await transitionsOf(path, folder.path('analysis'))).toEqual([]);
  });
});

describe.skipIf(!hasFootage)(`Shots of real clips${footageNote}`, () => {
  const uncut = [
    'flip_off_box_vp9.mp4',
    'balance_cam01.mp4',
    'balance_cam02.mp4',
    'balance_cam03.mp4',
    'balance_cam04.mp4',
    'balance_two_people_cam02.mp4',
    'soccer_juggle_24fps.mp4',
    'pattern_av1.mkv',
    'pattern_hevc_10bit.mp4',
    'numbered_hevc.mp4',
    'derived/flip_av1.webm',
    'derived/flip_h264_vfr.mp4',
    'derived/flip_h264_119p88fps.mp4',
    'derived/flip_hevc_rot90.mov',
  ];

  for (const name of uncut) {
    it(`has no false one in ${name}`, async () => {
      await using folder = await temporaryFolder();
      expect(await transitionsOf(footage(name), folder.path('analysis'))).toEqual([]);
    });
  }

  it('finds the dissolve and the cut of an edited film', async () => {
    await using folder = await temporaryFolder();
    const found = await transitionsOf(footage('nasa_two_video_streams.mp4'), folder.path('analysis'));
    expect(found.map(({ kind }) => kind)).toEqual(['dissolve', 'cut']);
    expect(found[0]?.range.start).toBeGreaterThanOrEqual(146);
    expect(found[0]?.range.end).toBeLessThanOrEqual(184);
    expect(found[1]?.range).toEqual({ start: 240, end: 240 });
  });
});

describe('Shots of a dive that the camera follows', () => {
  it.each(['dive-a.mp4', 'dive-b.mp4', 'dive-c.mp4'])(
    '%s is one shot, however fast it turns',
    async (name) => {
      await using folder = await temporaryFolder();
      const path = resolve(import.meta.dirname, '../../../resources/samples', name);
      expect(await transitionsOf(path, folder.path('analysis'))).toEqual([]);
    },
  );
});
