import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import { ClipFile } from '#main/video/mediabunny/clip-file.ts';
import { readableFormats } from '#main/video/mediabunny/container.ts';
import { SampleCursor } from '#main/video/mediabunny/sample-cursor.ts';
import { readSampleTable } from '#main/video/mediabunny/sample-table.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { barCodedFixture, createLocal, temporaryFolder } from '../support/services.ts';

const names = hasFootage
  ? [...readdirSync(footage('.')), ...readdirSync(footage('derived')).map((name) => `derived/${name}`)]
  : [];
const movies = names.filter((name) => /\.(mp4|mov)$/.test(name)).map((name) => footage(name));

/** Compares what the table says and gives with what mediabunny says and gives, packet by packet. */
async function compare(path: string) {
  await using file = await ClipFile.open(path);
  using input = new Input({ source: file.source, formats: readableFormats });
  const track = await input.getPrimaryVideoTrack();
  const table = track && (await readSampleTable(file, track.id));
  if (!track || !table) throw new Error(`${path} has no plain table`);
  const sink = new EncodedPacketSink(track);
  const cursor = new SampleCursor(file, table);
  let sample = 0;
  let last = { timestamp: Number.NEGATIVE_INFINITY, duration: 0 };
  for (let packet = await sink.getFirstPacket(); packet; packet = await sink.getNextPacket(packet)) {
    if (sample === 0) cursor.seek(packet.timestamp);
    const own = await cursor.next();
    expect(own?.timestampSeconds).toBe(packet.timestamp);
    expect(own?.isKey).toBe(packet.type === 'key');
    expect(own && Buffer.compare(own.data, packet.data)).toBe(0);
    if (packet.timestamp > last.timestamp) last = packet;
    sample += 1;
  }
  expect(table.timestampsSeconds).toHaveLength(sample);
  expect(table.lastDurationSeconds).toBe(last.duration);
}

/** The file with other edits in its one track's list: pairs of duration (thousandths) and media time (ticks; -1 is empty). */
function withEdits(file: Uint8Array, edits: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = Buffer.from(file);
  const boxAt = (type: string) => bytes.indexOf(type, bytes.indexOf('moov')) - 4;
  const list = boxAt('elst');
  const end = list + bytes.readUInt32BE(list);
  const added = 16 + edits.length * 12 - (end - list);
  for (const type of ['moov', 'trak', 'edts', 'elst']) {
    bytes.writeUInt32BE(bytes.readUInt32BE(boxAt(type)) + added, boxAt(type));
  }
  bytes.writeUInt32BE(edits.length, list + 12);
  const entries = edits.map(([duration, mediaTime]) => {
    const entry = Buffer.alloc(12);
    entry.writeUInt32BE(duration, 0);
    entry.writeInt32BE(mediaTime, 4);
    entry.writeUInt32BE(0x10000, 8);
    return entry;
  });
  return Buffer.concat([bytes.subarray(0, list + 16), ...entries, bytes.subarray(end)]);
}

describe('The list of packets of an MP4 or MOV, read at once', () => {
  it('says and gives bit for bit what mediabunny does', async () => {
    await compare(barCodedFixture);
  });

  it.skipIf(!hasFootage).each(hasFootage ? movies : ['real clips'])(
    `says and gives bit for bit what mediabunny does: %s${footageNote}`,
    async (path) => {
      await compare(path);
    },
  );
});

describe.skipIf(!hasFfmpeg)(`Edit lists and times before zero${ffmpegNote}`, () => {
  const count = 90;
  const size = { width: 128, height: 96 };
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-bf', '2', '-sc_threshold', '0'];
  const every = Array.from({ length: count }, (_, n) => n);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const video = createLocal();
  beforeAll(async () => {
    folder = await temporaryFolder();
    const plain = { frameCount: count, size };
    await writeBarCodedFile({ ...plain, path: folder.path('plain.mp4'), output: h264 });
    const negative = [...h264, '-movflags', '+negative_cts_offsets'];
    await writeBarCodedFile({ ...plain, path: folder.path('negative.mp4'), output: negative });
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const shown = async (path: string, indices: readonly number[]) =>
    (await video.frames(path, indices, size)).map((frame) => readBarCode(frame.pixels, frame));

  it('number each frame of the media once, in its order, where several stretches are asked for', async () => {
    const path = folder.path('two-edits.mp4');
    const edits = [
      [1000, 30_720],
      [1000, 1024],
    ] as const;
    await writeFile(path, withEdits(await readFile(folder.path('plain.mp4')), edits));
    expect((await video.probe(path)).frameCount).toBe(count);
    expect(await shown(path, every)).toEqual(every);
  });

  it('begin later by an empty stretch, with the same numbers', async () => {
    const path = folder.path('empty-edit.mp4');
    const edits = [
      [1500, -1],
      [3000, 1024],
    ] as const;
    await writeFile(path, withEdits(await readFile(folder.path('plain.mp4')), edits));
    const { frameCount, firstTimestampSeconds } = await video.probe(path);
    expect(frameCount).toBe(count);
    expect(firstTimestampSeconds).toBeCloseTo(1.5, 3);
    expect(await shown(path, [0, 44, 89])).toEqual([0, 44, 89]);
  });

  it('hide the frames before one stretch that begins late', async () => {
    const path = folder.path('late-edit.mp4');
    await writeFile(path, withEdits(await readFile(folder.path('plain.mp4')), [[2000, 1024 + 20 * 512]]));
    expect((await video.probe(path)).frameCount).toBe(70);
    expect(await shown(path, [0, 1, 69])).toEqual([20, 21, 89]);
  });

  it('count offsets below zero', async () => {
    const path = folder.path('negative.mp4');
    expect((await video.probe(path)).frameCount).toBe(count);
    expect(await shown(path, every)).toEqual(every);
    await compare(path);
  });
});
