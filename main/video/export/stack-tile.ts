import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Size } from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { ExactPart } from './exact-cut.ts';
import { openOverlayChain } from './picture-chain.ts';
import { readFrames } from './read-frames.ts';
import { writeScript } from './write-script.ts';

export type TileRequest = {
  readonly video: VideoService;
  readonly part: ExactPart;
  /** Of the tile in the picture. */
  readonly size: Size;
  readonly folder: string;
  /** Tells its scripts from those of other tiles. */
  readonly name: string;
  readonly batchBytes: number;
  readonly signal: AbortSignal;
};

export type TilePicture = { readonly frame: number; readonly rgb: Uint8Array };

/** A script lists every frame's number, and libass looks through all of it for each picture. */
const framesPerScript = 500;

/** The frames of a range in order, as they stand in the picture, drawn upon. */
export async function* tilePictures(request: TileRequest): AsyncGenerator<TilePicture, void, void> {
  const { part, size, video, batchBytes, signal } = request;
  const folder = join(request.folder, request.name);
  await mkdir(folder);
  for (let start = part.range.start; start <= part.range.end; start += framesPerScript) {
    const range = { start, end: Math.min(part.range.end, start + framesPerScript - 1) };
    const scriptPath = await writeScript(part, range, size, folder);
    using overlay = scriptPath === null ? null : await openOverlayChain(size, scriptPath);
    const source = part.clip.reading;
    for await (const { index, pixels } of readFrames({ video, source, range, size, batchBytes, signal })) {
      yield { frame: index, rgb: overlay ? await overlay.draw(pixels, index - range.start) : pixels };
    }
  }
}
