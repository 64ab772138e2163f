import { type ClipMuxer, type Container, type MuxedTrack, openMuxer } from './clip-muxer.ts';
import { decodeTick, durationTicks, type FrameTicks, presentationTick } from './frame-ticks.ts';
import type { SoundTrack } from './sound-track.ts';

/** A picture of the clip being written: its place in display order, from 0. */
export type WrittenPicture = { readonly frame: number; readonly data: Uint8Array; readonly isKey: boolean };

export type ClipToWrite = {
  readonly path: string;
  readonly container: Container;
  readonly track: Omit<MuxedTrack, 'timescale'>;
  readonly ticks: FrameTicks;
  /** By how many pictures decoding runs ahead of showing. */
  readonly reorderDepth: number;
  /** In decode order. */
  readonly pictures: AsyncIterable<WrittenPicture>;
  readonly sound: SoundTrack | null;
};

/** Writes a clip: each picture at its own time, the sound in step with it. */
export async function writeClip(clip: ClipToWrite): Promise<void> {
  const { path, container, ticks, reorderDepth, sound } = clip;
  const tracks = [{ ...clip.track, timescale: ticks.timescale }, ...(sound ? [sound.track] : [])];
  await using muxer = await openMuxer(path, container, tracks);
  const pump = sound ? soundPump(muxer, sound) : async () => {};
  let position = 0;
  for await (const { frame, data, isKey } of clip.pictures) {
    const dts = decodeTick(ticks, position, reorderDepth);
    await pump(dts / ticks.timescale);
    position += 1;
    const pts = presentationTick(ticks, frame);
    await muxer.write(0, { data, pts, dts, duration: durationTicks(ticks, frame), isKey });
  }
  await pump(Number.POSITIVE_INFINITY);
  await muxer.finish();
}

/** Writes the sound up to a time; a muxer holds back one track while it waits for the other. */
function soundPump(muxer: ClipMuxer, { packets, track }: SoundTrack) {
  let next = packets.next();
  return async (untilSeconds: number) => {
    for (;;) {
      const { done, value } = await next;
      if (done || value.dts / track.timescale > untilSeconds) return;
      await muxer.write(1, value);
      next = packets.next();
    }
  };
}
