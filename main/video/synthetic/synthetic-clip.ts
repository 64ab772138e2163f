import { type ClipInfo, DeepSportError, type Size } from '#common/domain/index.ts';
import { fileMissing } from '../clip-errors.ts';
import type { ClipReader, OpenClip } from '../clip-reader.ts';
import { drawBarCode } from './bar-code.ts';

type SyntheticClip = Size & { readonly frameCount: number; readonly frameRate: number; readonly gop: number };

const syntheticPrefix = 'synthetic:';

/** `synthetic:frames=300,fps=30,size=320x240,gop=30`; what is left out has these values. */
export function parseSyntheticPath(path: string): SyntheticClip {
  if (!path.startsWith(syntheticPrefix)) throw fileMissing(path);
  const clip = { frameCount: 300, frameRate: 30, gop: 30, width: 320, height: 240 };
  for (const part of path.slice(syntheticPrefix.length).split(',').filter(Boolean)) {
    const [name, text = ''] = part.split('=');
    const value = Number(text);
    const [width, height] = text.split('x').map(Number);
    if (name === 'frames' && isCount(value)) clip.frameCount = value;
    else if (name === 'fps' && value > 0) clip.frameRate = value;
    else if (name === 'gop' && isCount(value)) clip.gop = value;
    else if (name === 'size' && isCount(width) && isCount(height)) Object.assign(clip, { width, height });
    else throw new DeepSportError('BAD_INPUT', `“${part}” does not describe a synthetic clip.`, { part });
  }
  return clip;
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value > 0;

/** Opens a clip that exists only as its description; each frame shows its number as a bar code. */
export const openSyntheticClip: OpenClip = async (path) => {
  const clip = parseSyntheticPath(path);
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
    hasAudio: false,
    videoTrackCount: 1,
  };
  let position = 0;
  const reader: ClipReader = {
    info,
    times: { timestampsSeconds: frames.map((index) => index / clip.frameRate), keyFrames },
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
    async [Symbol.asyncDispose]() {},
  };
  return reader;
};
