import { readFile } from 'node:fs/promises';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { browserHint, browserPath, launchBrowser } from '../../e2e/browser.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { exporterHere, shownBy, shownByFfmpeg } from './harness.ts';

const size = { width: 320, height: 192 };
const words = (text: string) => text.split(' ');
const range = { start: 87, end: 263 };

/** A picture that moves everywhere, so that a wrong reference shows in every decoder. */
const moving = 'noise=alls=12:allf=t';

const clips = [
  {
    name: 'gop100.mp4',
    what: 'H.264 with key frames 100 apart and B-frames',
    output: words('-c:v libx264 -preset fast -g 100 -bf 3 -refs 4 -sc_threshold 0'),
  },
  {
    name: 'baseline.mp4',
    what: 'H.264 of the baseline profile',
    output: words('-c:v libx264 -preset veryfast -profile:v baseline -g 60 -sc_threshold 0'),
  },
  {
    name: 'hevc.mp4',
    what: 'HEVC with open groups and pictures that lead key frames',
    output: words(
      '-c:v libx265 -preset veryfast -x265-params log-level=none:keyint=50:min-keyint=50:bframes=4',
    ),
  },
  {
    name: 'hevc-closed.mp4',
    what: 'HEVC with closed groups, named as Apple does',
    output: words(
      '-c:v libx265 -preset veryfast -tag:v hvc1 -x265-params log-level=none:keyint=50:open-gop=0:bframes=4',
    ),
  },
  {
    name: 'vp9.webm',
    what: 'VP9',
    output: words('-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 60 -b:v 800k'),
  },
  {
    name: 'transport.ts',
    what: 'H.264 in MPEG-TS',
    output: words('-c:v libx264 -preset veryfast -g 75 -bf 2 -sc_threshold 0 -output_ts_offset 38.44'),
  },
] as const;

describe.skipIf(!hasFfmpeg)(`A smart cut${ffmpegNote}`, { timeout: 240_000 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let browser: Browser | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    browser = browserPath ? await launchBrowser() : undefined;
    page = await browser?.newPage();
    // WebCodecs are for secure pages only.
    await page?.route('https://deepsport.test/', (route) =>
      route.fulfill({ body: '', contentType: 'text/html' }),
    );
    await page?.goto('https://deepsport.test/');
  });
  afterAll(async () => {
    await browser?.close();
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  it.each(clips)('of $what copies pictures bit for bit, and shows exactly the range', async (clip) => {
    const source = folder.path(clip.name);
    await writeBarCodedFile({ path: source, frameCount: 300, size, output: ['-vf', moving, ...clip.output] });
    await using exporter = exporterHere(video);
    const task = { kind: 'clip', source, range, cut: 'smart', sound: false, burnIn: null } as const;
    const target = folder.path(`cut ${exporter.suggestedName(task)}`);
    const { note } = await exporter.export(task, target);
    const found = /^Frames (\d+)–(\d+) are copied, the rest is encoded\.$/.exec(note);
    const copied = { start: Number(found?.[1]), end: Number(found?.[2]) };
    expect(copied.end - copied.start).toBeGreaterThan(100);

    const asked = Array.from({ length: range.end - range.start + 1 }, (_, i) => range.start + i);
    expect(await shownBy(video, target)).toEqual(asked);
    expect(await shownByFfmpeg(target)).toEqual(asked);
    const before = (await planeHashesByFfmpeg(source)).slice(copied.start, copied.end + 1);
    const after = await planeHashesByFfmpeg(target);
    expect(after).toHaveLength(asked.length);
    expect(after.slice(copied.start - range.start, copied.end - range.start + 1)).toEqual(before);

    if (page && !clip.name.startsWith('hevc')) {
      const inBrowser = await shownByBrowser(page, target);
      const everyFifth = asked.filter((_, i) => i % 5 === 0);
      expect(inBrowser).toEqual({ decoder: asked, element: everyFifth });
    }
  });

  it.skipIf(browserPath)(`is checked in a browser${browserHint}`, () => {});
});

const planeHashesByFfmpeg = async (path: string): Promise<readonly string[]> => {
  const listing = await runFfmpeg([
    '-i',
    path,
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    'pipe:1',
  ]);
  const lines = Buffer.from(listing).toString().split('\n');
  return lines.filter((line) => /^0,/.test(line)).map((line) => line.split(',').at(-1)?.trim() ?? '');
};

/** The numbers of a file's frames, from the browser's decoder packet by packet and from its video element. */
async function shownByBrowser(page: Page, path: string) {
  const bytes = await readFile(path);
  using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('no track');
  const packets = [];
  for await (const { data, type, timestamp } of new EncodedPacketSink(track).packets()) {
    packets.push({ data: Buffer.from(data).toString('base64'), type, timestamp });
  }
  const description = config.description && Buffer.from(config.description as Uint8Array).toString('base64');
  return page.evaluate(
    async ({ codec, description, packets, file, mediaType }) => {
      const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const numberOf = (picture: CanvasImageSource) => {
        const canvas = new OffscreenCanvas(320, 192);
        const context = canvas.getContext('2d');
        context?.drawImage(picture, 0, 0, 320, 192);
        const pixels = context?.getImageData(0, 0, 320, 192).data ?? [];
        let value = 0;
        for (let column = 0; column < 16; column++) {
          const x = Math.floor(((column + 0.5) / 16) * 320);
          const upper = pixels[(48 * 320 + x) * 4] ?? 0;
          const lower = pixels[(144 * 320 + x) * 4] ?? 0;
          value = value * 2 + (upper > lower ? 1 : 0);
        }
        return value;
      };
      const decoder: number[] = [];
      const failures: string[] = [];
      const videoDecoder = new VideoDecoder({
        output: (frame) => {
          decoder.push(numberOf(frame));
          frame.close();
        },
        error: (error) => failures.push(error.message),
      });
      videoDecoder.configure({ codec, ...(description ? { description: bytesOf(description) } : {}) });
      for (const { data, type, timestamp } of packets) {
        videoDecoder.decode(new EncodedVideoChunk({ data: bytesOf(data), type, timestamp: timestamp * 1e6 }));
      }
      await videoDecoder.flush();
      if (failures.length > 0) throw new Error(failures.join());

      const element = document.createElement('video');
      element.muted = true;
      element.src = URL.createObjectURL(new Blob([bytesOf(file)], { type: mediaType }));
      await new Promise((resolve, reject) => {
        element.onloadeddata = resolve;
        element.onerror = () => reject(new Error(element.error?.message));
      });
      const shown: number[] = [];
      const times = packets.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
      for (const [i, time] of times.entries()) {
        if (i % 5 !== 0) continue;
        const next = times[i + 1] ?? time + 1 / 30;
        // A seek ends before the frame is there to be drawn.
        await new Promise<void>((resolve) => {
          const look: VideoFrameRequestCallback = (_, { mediaTime }) => {
            if (Math.abs(mediaTime - time) < 0.004) resolve();
            else element.requestVideoFrameCallback(look);
          };
          element.requestVideoFrameCallback(look);
          element.currentTime = (time + next) / 2;
        });
        shown.push(numberOf(element));
      }
      return { decoder, element: shown };
    },
    {
      codec: config.codec,
      description,
      packets,
      file: bytes.toString('base64'),
      mediaType: path.endsWith('.webm') ? 'video/webm' : 'video/mp4',
    },
  );
}
