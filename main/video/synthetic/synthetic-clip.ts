import { type ClipInfo, DeepSportError, type Size } from '#common/domain/index.ts';
import { fileMissing, noSound, trackMissing } from '../clip-errors.ts';
import type { OpenClip, OpenedClipReader } from '../clip-reader.ts';
import type { Sound, SoundRequest } from '../video-service.ts';
import { drawBarCode } from './bar-code.ts';

type SyntheticClip = Size & {
  readonly frameCount: number;
  readonly frameRate: number;
  readonly gop: number;
  /** A click sounds at every so many frames; 0 for no sound. */
  readonly clickEvery: number;
};

const syntheticPrefix = 'synthetic:';

/**
 * `synthetic:frames=300,fps=30,size=320x240,gop=30`; what is left out has these values. With `clicks=30` a click
 * of a millisecond sounds at every 30th frame, else there is no sound.
 */
export function parseSyntheticPath(path: string): SyntheticClip {
  if (!path.startsWith(syntheticPrefix)) throw fileMissing(path);
  const clip = { frameCount: 300, frameRate: 30, gop: 30, clickEvery: 0, width: 320, height: 240 };
  for (const part of path.slice(syntheticPrefix.length).split(',').filter(Boolean)) {
    const [name, text = ''] = part.split('=');
    const value = Number(text);
    const [width, height] = text.split('x').map(Number);
    if (name === 'frames' && isCount(value)) clip.frameCount = value;
    else if (name === 'fps' && value > 0) clip.frameRate = value;
    else if (name === 'gop' && isCount(value)) clip.gop = value;
    else if (name === 'clicks' && isCount(value)) clip.clickEvery = value;
    else if (name === 'size' && isCount(width) && isCount(height)) Object.assign(clip, { width, height });
    else throw new DeepSportError('BAD_INPUT', `“${part}” does not describe a synthetic clip.`, { part });
  }
  return clip;
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value > 0;

/** Opens a clip that exists only as its description; each frame shows its number as a bar code. */
export const openSyntheticClip: OpenClip = async (path, { videoTrack = 0 }) => {
  const clip = parseSyntheticPath(path);
  if (videoTrack !== 0) throw trackMissing(path, videoTrack, 1);
  const frames = Array.from({ length: clip.frameCount }, (_, index) => index);
  const keyFrames = frames.filter((index) => index % clip.gop === 0);
  const info: Omit<ClipInfo, 'id'> = {
    name: path,
    sizeBytes: 0,
    container: 'synthetic',
    codec: 'synthetic',
    codecString: null,
    width: clip.width,
    height: clip.height,
    rotationDegrees: 0,
    frameCount: clip.frameCount,
    firstTimestampSeconds: 0,
    durationSeconds: clip.frameCount / clip.frameRate,
    averageFrameRate: clip.frameRate,
    variableFrameRate: false,
    keyFrameCount: keyFrames.length,
    hasAudio: clip.clickEvery > 0,
    videoTracks: [{ number: 0, codec: 'synthetic', width: clip.width, height: clip.height }],
    videoTrack: 0,
    bitDepth: 8,
    scan: 'progressive',
    dynamicRange: 'standard',
    truncated: false,
    convertedFrom: null,
    captureRate: null,
    timeScale: 1,
  };
  let position = 0;
  const reader: OpenedClipReader = {
    info,
    times: { timestampsSeconds: frames.map((index) => index / clip.frameRate), keyFrames },
    isIdle: true,
    get position() {
      return position;
    },
    async read(index, sizes, stillWanted) {
      // A turn of the event loop stands for decoding, so that cancelling can take effect.
      await new Promise((resolve) => setImmediate(resolve));
      if (!stillWanted()) return null;
      position = index;
      return sizes.map((size) => drawBarCode(index, size));
    },
    luma: async (index, size) => drawBarCode(index, size).filter((_, at) => at % 3 === 0),
    planes: async () => ({ planesSha256: null, planesFormat: null }),
    async sound(request) {
      if (clip.clickEvery === 0) throw noSound(path);
      return clicks(clip, request);
    },
    async [Symbol.asyncDispose]() {},
  };
  return reader;
};

const sampleRate = 48_000;

/** Mono; each click is a millisecond of full strength from the moment of its frame on. */
function clicks({ frameCount, frameRate, clickEvery }: SyntheticClip, request: SoundRequest): Sound {
  const start = Math.max(0, Math.round(request.startSeconds * sampleRate));
  const end = Math.min(
    Math.round((request.startSeconds + request.durationSeconds) * sampleRate),
    Math.round((frameCount / frameRate) * sampleRate),
  );
  const samplesBetween = (clickEvery / frameRate) * sampleRate;
  const samples = new Int16Array(Math.max(0, end - start));
  for (let i = 0; i < samples.length; i++) {
    if ((start + i) % samplesBetween < sampleRate / 1000) samples[i] = 32_767;
  }
  return { sampleRate, channelCount: 1, samples, startSeconds: start / sampleRate };
}
