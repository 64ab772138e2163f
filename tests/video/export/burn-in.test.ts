import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BurnIn, type Drawing, type Frame, spotlightShade } from '#common/domain/index.ts';
import { escapeText, writeAssScript } from '#main/video/export/ass-script.ts';
import { drawingShapes } from '#main/video/export/ass-shapes.ts';
import { openPictureChain } from '#main/video/export/picture-chain.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { exporterHere } from './harness.ts';

const nothing: BurnIn = { frameNumbers: false, times: false, events: [], drawings: [] };
const size = { width: 320, height: 180 };

describe('The script of a burn-in', () => {
  const script = (burnIn: Partial<BurnIn>) =>
    writeAssScript({
      burnIn: { ...nothing, ...burnIn },
      size,
      range: { start: 100, end: 109 },
      timeSecondsOf: (frame) => frame / 25,
    });
  const lines = (burnIn: Partial<BurnIn>) =>
    script(burnIn)
      .split('\n')
      .filter((line) => line.startsWith('Dialogue:'));

  it('shows each frame its own number and time, changing between frames', () => {
    const shown = lines({ frameNumbers: true, times: true });
    expect(shown).toHaveLength(10);
    expect(shown[0]).toBe('Dialogue: 2,0:00:00.00,0:00:00.05,Number,,0,0,0,,frame 100   00:04.000');
    expect(shown[9]).toBe('Dialogue: 2,0:00:00.85,0:00:00.95,Number,,0,0,0,,frame 109   00:04.360');
  });

  it('shows an event while its range lasts, as far as it lies within the clip', () => {
    const event = (start: number, end: number) => ({
      range: { start, end },
      label: 'tuck',
      colour: '#ff8000',
    });
    const shown = lines({ events: [event(0, 104), event(103, 103), event(0, 99), event(110, 200)] });
    expect(shown.map((line) => line.split(',').slice(1, 4).join())).toEqual([
      '0:00:00.00,0:00:00.45,Label',
      '0:00:00.25,0:00:00.35,Label',
    ]);
    expect(shown[0]).toContain('{\\1c&H0080FF&\\3c&H000000&}tuck');
  });

  it('takes no command from what a person types', () => {
    expect(escapeText('{\\b1}')).toBe('\\{\\\u2060b1\\}');
    expect(escapeText('C:\\new\\h')).toBe('C:\\\u2060new\\\u2060h');
    expect(escapeText('two\r\nlines\u0007')).toBe('two\\Nlines ');
    const label = 'a\nDialogue: 0,0:00:00.00,9:00:00.00,Label,,0,0,0,,b';
    expect(lines({ events: [{ range: { start: 100, end: 101 }, label, colour: '#ffffff' }] })).toHaveLength(
      1,
    );
  });

  it('gives dark letters a bright outline', () => {
    const event = { range: { start: 100, end: 101 }, label: 'x', colour: '#101010' };
    expect(lines({ events: [event] })[0]).toContain('\\3c&HFFFFFF&');
  });

  it('darkens all but the spotlights, once for each stretch with the same ones', () => {
    const light = (start: number, end: number) => ({
      kind: 'spotlight' as const,
      range: { start, end },
      points: [[0.1, 0.1] as const, [0.4, 0.5] as const],
      colour: '#ffffff',
      size: 0,
      text: '',
    });
    const shown = lines({ drawings: [light(90, 104), light(103, 106)] });
    expect(shown.map((line) => line.split(',').slice(1, 3).join())).toEqual([
      '0:00:00.00,0:00:00.25',
      '0:00:00.25,0:00:00.45',
      '0:00:00.45,0:00:00.65',
    ]);
    expect(shown.map((line) => (line.match(/ b /g) ?? []).length)).toEqual([1, 2, 1]);
  });

  it('draws shapes without points out of nothing', () => {
    for (const kind of ['line', 'arrow', 'ellipse', 'path'] as const) {
      expect(drawingShapes({ kind, points: [[0.5, 0.5]] }, size, 2, 8)).not.toContain('NaN');
      expect(
        drawingShapes(
          {
            kind,
            points: [
              [0.5, 0.5],
              [0.5, 0.5],
            ],
          },
          size,
          2,
          8,
        ),
      ).not.toContain('NaN');
    }
  });
});

describe.skipIf(!hasFfmpeg)(`A burn-in${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let grey: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    grey = folder.path('grey.mp4');
    const picture = `color=c=0x808080:s=${size.width}x${size.height}:r=25`;
    await runFfmpeg(['-f', 'lavfi', '-i', picture, '-frames:v', '1010', '-c:v', 'libx264', '-g', '50', grey]);
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  let exports = 0;
  const burnt = async (burnIn: Partial<BurnIn>, start: number, end: number): Promise<readonly Frame[]> => {
    await using exporter = exporterHere(video);
    const target = folder.path(`burnt ${exports++}.mp4`);
    const task = { kind: 'clip', source: grey, range: { start, end }, cut: 'smart', sound: true } as const;
    const { frameCount } = await exporter.export({ ...task, burnIn: { ...nothing, ...burnIn } }, target);
    expect(frameCount).toBe(end - start + 1);
    return video.frames(
      target,
      Array.from({ length: frameCount }, (_, i) => i),
      size,
    );
  };
  /** How many pixels of a part of the picture, in shares, are not the grey of the clip. */
  const drawn = (
    { pixels }: Frame,
    [left, top, right, bottom]: readonly [number, number, number, number],
  ) => {
    let count = 0;
    for (let y = Math.floor(top * size.height); y < bottom * size.height; y++) {
      for (let x = Math.floor(left * size.width); x < right * size.width; x++) {
        if (Math.abs((pixels[(y * size.width + x) * 3] ?? 0) - 128) > 40) count += 1;
      }
    }
    return count;
  };
  const differing = (a: Frame | undefined, b: Frame | undefined) => {
    let count = 0;
    for (const [i, value] of (a?.pixels ?? []).entries())
      if (Math.abs(value - (b?.pixels[i] ?? 0)) > 60) count += 1;
    return count;
  };

  it('shows the number that the frame has in its clip, whatever the export begins with', async () => {
    const one = await burnt({ frameNumbers: true }, 8, 13);
    const other = await burnt({ frameNumbers: true }, 10, 12);
    for (const [i, frame] of other.entries()) {
      expect(differing(frame, one[i + 2])).toBeLessThan(5);
      expect(differing(frame, one[i + 1])).toBeGreaterThan(20);
      expect(differing(frame, one[i + 3])).toBeGreaterThan(20);
    }
  });

  it('stays right beyond the frames of one script', async () => {
    const all = await burnt({ frameNumbers: true, times: true }, 496, 1002);
    for (const start of [499, 998]) {
      const few = await burnt({ frameNumbers: true, times: true }, start, start + 3);
      for (const [i, frame] of few.entries()) {
        expect(differing(frame, all[start - 496 + i])).toBeLessThan(5);
        expect(differing(frame, all[start - 497 + i])).toBeGreaterThan(10);
      }
    }
  });

  it('shows labels and drawings on exactly the frames of their range, clear of the number', async () => {
    const range = { start: 103, end: 105 };
    const drawing = {
      range,
      points: [
        [0.7, 0.4],
        [0.9, 0.6],
      ],
      colour: '#ffffff',
      size: 0.03,
      text: '',
    } as const;
    const frames = await burnt(
      {
        frameNumbers: true,
        events: [{ range, label: 'Flug {tuck} \u05e9\u05dc\u05d5\u05dd', colour: '#ffee00' }],
        drawings: [{ ...drawing, kind: 'ellipse' }],
      },
      100,
      108,
    );
    for (const [i, frame] of frames.entries()) {
      const isShown = i >= 3 && i <= 5;
      const label = drawn(frame, [0, 0.8, 0.5, 1]);
      const shape = drawn(frame, [0.6, 0.3, 1, 0.7]);
      expect(label > 50).toBe(isShown);
      expect(shape > 50).toBe(isShown);
      expect(drawn(frame, [0, 0, 0.5, 0.15])).toBeGreaterThan(50);
      expect(drawn(frame, [0, 0.2, 0.5, 0.75])).toBe(0);
    }
    // A ring: nothing in its middle.
    const middle = frames[4];
    expect(middle && drawn(middle, [0.77, 0.47, 0.83, 0.53])).toBe(0);
  });

  it.each([
    [
      'line',
      [
        [0.1, 0.5],
        [0.9, 0.5],
      ],
      [0.45, 0.47, 0.55, 0.53],
    ],
    [
      'arrow',
      [
        [0.1, 0.5],
        [0.9, 0.5],
      ],
      [0.8, 0.44, 0.9, 0.56],
    ],
    [
      'path',
      [
        [0.1, 0.3],
        [0.5, 0.6],
        [0.9, 0.3],
      ],
      [0.48, 0.55, 0.52, 0.65],
    ],
    ['text', [[0.4, 0.4]], [0.4, 0.4, 0.7, 0.6]],
  ] as const)('draws a %s where its points lie', async (kind, points, place) => {
    const range = { start: 20, end: 21 };
    const drawing = {
      kind,
      range,
      points,
      colour: '#ff2020',
      size: kind === 'text' ? 0.15 : 0.03,
      text: 'Hip 90°',
    };
    const [frame] = await burnt({ drawings: [drawing] }, 20, 21);
    const inPlace = frame ? drawn(frame, place) : 0;
    expect(inPlace).toBeGreaterThan(20);
    expect(frame && drawn(frame, [0, 0.85, 1, 1])).toBe(0);
  });

  it('draws a path as far as it has come on each frame, and a chronometer that goes on', async () => {
    const track: Drawing = {
      ...{ kind: 'track', range: { start: 10, end: 13 }, colour: '#ff2020', size: 0.02, text: '' },
      points: [0.2, 0.4, 0.6, 0.8].map((x) => [x, 0.5]),
      frames: [10, 11, 12, 13],
    };
    const chronometer: Drawing = {
      ...{ kind: 'chronometer', range: { start: 10, end: 14 }, colour: '#ffffff', size: 0.1, text: '' },
      points: [[0.1, 0.1]],
    };
    const frames = await burnt({ drawings: [track, chronometer] }, 9, 14);
    const pieces = [
      [0.28, 0.47, 0.32, 0.53],
      [0.48, 0.47, 0.52, 0.53],
      [0.68, 0.47, 0.72, 0.53],
    ] as const;
    const seen = frames.map((frame) => pieces.map((piece) => drawn(frame, piece) > 0));
    expect(seen).toEqual([
      [false, false, false],
      [false, false, false],
      [true, false, false],
      [true, true, false],
      [true, true, true],
      [false, false, false],
    ]);
    expect(frames[0] && drawn(frames[0], [0, 0, 1, 1])).toBe(0);
    for (const at of [2, 3, 4, 5]) expect(differing(frames[at], frames[at - 1])).toBeGreaterThan(10);
  });

  it('darkens the picture outside a spotlight and leaves it as it is inside', async () => {
    const drawing = {
      kind: 'spotlight',
      range: { start: 2, end: 3 },
      points: [
        [0.25, 0.25],
        [0.75, 0.75],
      ],
      colour: '#ffffff',
      size: 0,
      text: '',
    } as const;
    const frames = await burnt({ drawings: [drawing] }, 0, 4);
    const red = (frame: Frame | undefined, x: number, y: number) =>
      frame?.pixels[(Math.floor(y * size.height) * size.width + Math.floor(x * size.width)) * 3] ?? 0;
    for (const [i, frame] of frames.entries()) {
      expect(Math.abs(red(frame, 0.5, 0.5) - 128)).toBeLessThan(6);
      const outside = red(frame, 0.1, 0.1);
      if (i === 2 || i === 3) expect(Math.abs(outside - 128 * (1 - spotlightShade))).toBeLessThan(8);
      else expect(Math.abs(outside - 128)).toBeLessThan(6);
    }
  });

  it('is drawn on single pictures too, and only on the frames of its range', async () => {
    await using exporter = exporterHere(video);
    const target = folder.path(`pictures ${exports++}`);
    const drawing = {
      kind: 'line',
      range: { start: 5, end: 5 },
      points: [
        [0.1, 0.5],
        [0.9, 0.5],
      ],
      colour: '#ff0000',
      size: 0.05,
      text: '',
    } as const;
    const burnIn = { ...nothing, drawings: [drawing] };
    await exporter.export({ kind: 'frames', source: grey, frames: [5, 6], format: 'png', burnIn }, target);
    const pictures = await Promise.all(
      [5, 6].map((frame) => rgbOf(join(target, `grey frame-00000${frame}.png`))),
    );
    const middle = (Math.floor(size.height / 2) * size.width + Math.floor(size.width / 2)) * 3;
    const [drawnOn, plain] = pictures.map((pixels) => [...pixels.subarray(middle, middle + 3)]);
    expect(drawnOn).toEqual([255, 0, 0]);
    const [frame] = await video.frames(grey, [6], size);
    expect(plain).toEqual([...(frame?.pixels.subarray(middle, middle + 3) ?? [])]);
    expect(pictures[1]).toEqual(Buffer.from(frame?.pixels ?? []));
  });
});

describe('Drawing on a picture', () => {
  it('leaves the picture that it was given as it is', async () => {
    await using folder = await temporaryFolder();
    const scriptPath = folder.path("it's a [script], 100%; C:.ass");
    const burnIn = { ...nothing, frameNumbers: true };
    await writeFile(
      scriptPath,
      writeAssScript({ burnIn, size, range: { start: 0, end: 0 }, timeSecondsOf: () => 0 }),
    );
    const outputSize = { width: 400, height: 200 };
    using chain = await openPictureChain({ size, outputSize, scriptPath });
    const picture = new Uint8Array(size.width * size.height * 3).fill(128);
    const drawn = await chain.convert(picture, 0);
    expect(drawn).toMatchObject(outputSize);
    expect(
      drawn
        .toBuffer()
        .subarray(0, 400 * 200)
        .some((luminance) => luminance > 200),
    ).toBe(true);
    expect(picture.every((value) => value === 128)).toBe(true);
  });
});

/** The pixels of a picture as ffmpeg reads them. */
async function rgbOf(path: string): Promise<Buffer> {
  const raw = `${path}.rgb`;
  await runFfmpeg(['-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', raw]);
  return readFile(raw);
}
