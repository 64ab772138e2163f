import { AV_FRAME_FLAG_INTERLACED, type Frame } from 'node-av';
import type { ClipInfo, Size } from '#common/domain/index.ts';
import { unlessStalled } from '../unless-stalled.ts';
import { bitDepthOf } from './coded-planes.ts';
import { type ContainerColour, completeColour, isHighDynamicRange } from './frame-colour.ts';
import type { FrameDecoder } from './frame-decoder.ts';

type PictureFacts = {
  readonly facts: Pick<ClipInfo, 'bitDepth' | 'scan' | 'dynamicRange'>;
  /** In square pixels, before rotation; null where no picture could be decoded. */
  readonly squareSize: Size | null;
};

/**
 * What only a decoded picture tells for sure, whatever the container says. `rank` is the first key frame's: the
 * decoder is on its way to the first picture then. One that cannot be decoded leaves the container's word.
 */
export async function readPictureFacts(
  decoder: FrameDecoder,
  rank: number,
  colour: ContainerColour,
  signal: AbortSignal | undefined,
): Promise<PictureFacts> {
  const frame = await decoder.decode(rank, () => !signal?.aborted).catch(unlessStalled);
  if (frame === null || frame === 'missing') {
    const isHdr = colour.transfer === 'pq' || colour.transfer === 'hlg';
    return {
      facts: { bitDepth: isHdr ? 10 : 8, scan: 'progressive', dynamicRange: isHdr ? 'hdr' : 'standard' },
      squareSize: null,
    };
  }
  completeColour(frame, colour);
  return {
    facts: {
      bitDepth: bitDepthOf(frame),
      scan: frame.hasFlags(AV_FRAME_FLAG_INTERLACED) ? 'interlaced' : 'progressive',
      dynamicRange: isHighDynamicRange(frame) ? 'hdr' : 'standard',
    },
    squareSize: squareSizeOf(frame),
  };
}

/** Pixels that are not square are widened or heightened, never narrowed. */
function squareSizeOf({ width, height, sampleAspectRatio: { num, den } }: Frame): Size {
  if (num <= 0 || den <= 0) return { width, height };
  return num > den
    ? { width: Math.round((width * num) / den), height }
    : { width, height: Math.round((height * den) / num) };
}
