import {
  ALL_FORMATS,
  Input,
  type InputVideoTrack,
  UrlSource,
  VideoSample,
  type VideoSamplePixelFormat,
  VideoSampleSink,
} from 'mediabunny';
import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';
import { frameWithTimestamp, keyFrameBefore } from '../app/state/frame-lookup.ts';
import { exactColours, hasPlainColours } from './exact-colours.ts';
import { CannotDecodeHere, type DecodedFrame, type FrameSource } from './frame-source.ts';
import { type PicturePlanes, packPlanes, packsPlanes } from './picture-planes.ts';

/** Decodes with WebCodecs. Frames are named by their timestamp in the shared index, never by counting. */
export async function openBrowserFrameSource(clip: ClipInfo, times: FrameTimes): Promise<FrameSource> {
  if (clip.scan === 'interlaced' || clip.dynamicRange === 'hdr') {
    throw new CannotDecodeHere('The browser would show other pictures than everyone else sees.');
  }
  const source = new UrlSource(new URL(mediaPaths.file(clip.id), location.href), {
    getRetryDelay: (attempts) => (attempts < 2 ? 0.25 : null),
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: ALL_FORMATS });
  try {
    const sink = new VideoSampleSink(await decodableTrack(input, clip));
    return createSource(clip, times, input, sink);
  } catch (error) {
    input.dispose();
    throw error instanceof CannotDecodeHere
      ? error
      : new CannotDecodeHere('The browser cannot read this clip.', { cause: error });
  }
}

async function decodableTrack(input: Input, clip: ClipInfo): Promise<InputVideoTrack> {
  const tracks = await input.getVideoTracks();
  // What a clip was converted to may hold its one picture track only.
  const track = tracks[clip.videoTrack] ?? (clip.convertedFrom ? tracks[0] : undefined);
  if (!track) throw new CannotDecodeHere('The browser finds no picture in this clip.');
  const sameShape =
    (await track.getDisplayWidth()) === clip.width && (await track.getDisplayHeight()) === clip.height;
  if (!sameShape) throw new CannotDecodeHere('The browser would show another picture track.');
  if (!(await track.canDecode())) throw new CannotDecodeHere('The browser cannot decode this codec.');
  return track;
}

function createSource(clip: ClipInfo, times: FrameTimes, input: Input, sink: VideoSampleSink): FrameSource {
  const { keyFrames } = times;
  // The file's own seconds: a clip whose camera ran faster than it is stored has other ones.
  const timestampsSeconds =
    clip.timeScale === 1
      ? times.timestampsSeconds
      : times.timestampsSeconds.map((seconds) => seconds / clip.timeScale);

  async function* read(from: number, to: number, signal: AbortSignal): AsyncGenerator<DecodedFrame, void> {
    const samples = sink.samples(timestampsSeconds[from], timestampsSeconds[to + 1]);
    const stop = () => void samples.return();
    signal.addEventListener('abort', stop, { once: true });
    let next = from;
    try {
      for await (const sample of samples) {
        const index = frameWithTimestamp(timestampsSeconds, sample.timestamp);
        if (index === undefined || index > next) {
          sample.close();
          throw new CannotDecodeHere('The browser counts the frames of this clip differently.');
        }
        if (index < next || signal.aborted) sample.close();
        if (signal.aborted) return;
        if (index < next) continue;
        yield await keep(sample, index, clip);
        next = index + 1;
      }
      if (next <= to && !signal.aborted) {
        throw new CannotDecodeHere(`The browser gave no picture for frame ${next}.`);
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  return {
    read,
    continues: (at, wanted) => wanted >= at && keyFrameBefore(keyFrames, wanted) <= at,
    randomAccess: false,
    close: () => input.dispose(),
  };
}

/** Copies a sample out of the decoder, whose own pictures are few and must be given back at once. */
async function keep(sample: VideoSample, index: number, clip: ClipInfo): Promise<DecodedFrame> {
  if (sample.format === null) {
    const bitmap = await createImageBitmap(uprightCanvas(sample, clip));
    sample.close();
    return {
      index,
      bytes: clip.width * clip.height * 4,
      draw: (context) => context.drawImage(bitmap, 0, 0, clip.width, clip.height),
      close: () => bitmap.close(),
    };
  }
  const bytes = sample.allocationSize();
  const data = new Uint8Array(bytes);
  const layout = await sample.copyTo(data);
  const copy = likeSample(sample, data, { format: sample.format, layout, colours: sample.colorSpace });
  sample.close();
  const planes = () => planesOf(copy);
  return {
    index,
    bytes,
    planes,
    exactly:
      packsPlanes(copy.format) && hasPlainColours(copy.colorSpace)
        ? (signal) => withExactColours(copy, index, clip, signal)
        : undefined,
    draw: (context) => copy.draw(context, 0, 0, clip.width, clip.height),
    close: () => copy.close(),
  };
}

async function withExactColours(
  picture: VideoSample,
  index: number,
  clip: ClipInfo,
  signal: AbortSignal,
): Promise<DecodedFrame> {
  const planes = await planesOf(picture);
  if (!planes) throw new Error('A picture without planes cannot be painted.');
  const size = { width: picture.codedWidth, height: picture.codedHeight };
  const rgb = await exactColours(planes, size, picture.colorSpace, signal);
  const bytes = rgb.length;
  const exact = likeSample(picture, rgb, { format: 'RGBX' });
  return {
    index,
    bytes,
    planes: () => Promise.resolve(planes),
    draw: (context) => exact.draw(context, 0, 0, clip.width, clip.height),
    close: () => exact.close(),
  };
}

type Pixels = {
  readonly format: VideoSamplePixelFormat;
  readonly layout?: PlaneLayout[];
  readonly colours?: VideoSample['colorSpace'];
};

/** Pixels of one's own, turned and shaped as those of a sample. They are handed over: nothing copies them again. */
function likeSample(
  sample: VideoSample,
  data: Uint8Array<ArrayBuffer>,
  { format, layout, colours }: Pixels,
): VideoSample {
  const { rotation, flip, timestamp, duration, squarePixelWidth, squarePixelHeight, visibleRect } = sample;
  const pixels: VideoFrameBufferInit & { readonly transfer: readonly ArrayBuffer[] } = {
    // The DOM's types know no pictures of more than 8 bit.
    format: format as VideoPixelFormat,
    codedWidth: visibleRect.width,
    codedHeight: visibleRect.height,
    ...(layout ? { layout } : {}),
    ...(colours ? { colorSpace: colours.toJSON() } : {}),
    timestamp: sample.microsecondTimestamp,
    ...(duration > 0 ? { duration: sample.microsecondDuration } : {}),
    displayWidth: squarePixelWidth,
    displayHeight: squarePixelHeight,
    transfer: [data.buffer],
  };
  return new VideoSample(new VideoFrame(data, pixels), { rotation, flip, timestamp, duration });
}

async function planesOf(picture: VideoSample): Promise<PicturePlanes | null> {
  const { format } = picture;
  if (format === null) return null;
  const data = new Uint8Array(picture.allocationSize());
  const layout = await picture.copyTo(data);
  return packPlanes({ format, data, layout, width: picture.codedWidth, height: picture.codedHeight });
}

function uprightCanvas(sample: VideoSample, clip: ClipInfo): OffscreenCanvas {
  const canvas = new OffscreenCanvas(clip.width, clip.height);
  const context = canvas.getContext('2d');
  if (context) sample.draw(context, 0, 0, clip.width, clip.height);
  return canvas;
}
