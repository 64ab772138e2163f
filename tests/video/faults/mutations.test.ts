import { readFile, rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { createRandom } from '../../random.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createWorker, temporaryFolder } from '../support/services.ts';
import { complaintAbout, writeSmallFiles } from './support.ts';

const mutationsOfEach = 84;

/** Flips bits, clears a block or puts one block over another; half of the time where the headers are. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = Uint8Array.from(original);
  const below = (limit: number) => Math.floor(random() * limit);
  const inHeaders = random() < 0.5;
  const place = () => {
    if (!inHeaders) return below(bytes.length);
    const reach = Math.min(2048, bytes.length);
    return random() < 0.5 ? below(reach) : bytes.length - 1 - below(reach);
  };
  const kind = below(3);
  const at = place();
  const length = Math.min(16 + below(240), bytes.length - at);
  if (kind === 0) {
    for (let flip = 0; flip <= below(16); flip++) {
      const target = place();
      bytes[target] = (bytes[target] ?? 0) ^ (1 << below(8));
    }
  } else if (kind === 1) {
    bytes.fill(0, at, at + length);
  } else {
    const from = below(Math.max(1, bytes.length - length));
    bytes.copyWithin(at, from, from + length);
  }
  return bytes;
}

describe.skipIf(!hasFfmpeg)(`A file with flipped bits, cleared or doubled blocks${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let paths: readonly string[];
  let processes = 0;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createWorker(() => {
      processes += 1;
    });
    paths = await writeSmallFiles(folder.path);
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'gives pictures or says what is wrong, whatever was hit (file %i of 6)',
    async (place) => {
      const path = paths[place] ?? '';
      const original = await readFile(path);
      const complaints: string[] = [];
      for (let seed = 0; seed < mutationsOfEach; seed++) {
        const random = createRandom(place * 1000 + seed).next;
        const broken = folder.path(`file-${place}-seed-${seed}${extname(path)}`);
        await writeFile(broken, mutate(original, random));
        const complaint = await complaintAbout(video, broken, random);
        if (complaint) complaints.push(complaint);
        await rm(broken);
      }
      expect(complaints).toEqual([]);
    },
    80_000,
  );

  it('does not bring down the decoder', () => {
    expect(processes).toBe(1);
  });
});
