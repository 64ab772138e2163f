import { open } from 'node:fs/promises';
import { EncodedPacketSink, Input } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { DriveDeadline } from '#main/video/drive-deadline.ts';
import { ClipFile } from '#main/video/mediabunny/clip-file.ts';
import { openCodecContext } from '#main/video/mediabunny/codec-context.ts';
import { readableFormats } from '#main/video/mediabunny/container.ts';
import { FrameDecoder } from '#main/video/mediabunny/frame-decoder.ts';
import { buildFrameIndex } from '#main/video/mediabunny/frame-index.ts';
import { PacketCursor } from '#main/video/mediabunny/packet-cursor.ts';
import { SampleCursor } from '#main/video/mediabunny/sample-cursor.ts';
import { readSampleTable } from '#main/video/mediabunny/sample-table.ts';
import { barCodedFixture } from '../support/services.ts';

const stalled = {
  code: 'FILE_STALLED',
  message: 'bar-coded.mp4 does not answer. Check the network or drive it lies on, then try again.',
};

/** A drive that can be made to keep its answers back, and counts what it is asked. */
function networkDrive() {
  let answering = Promise.withResolvers<void>();
  answering.resolve();
  const drive = {
    asked: 0,
    stall: () => {
      answering = Promise.withResolvers<void>();
    },
    answer: () => answering.resolve(),
    open: async (path: string) => {
      const handle = await open(path, 'r');
      const readAtOnce = handle.read.bind(handle) as (...args: readonly unknown[]) => Promise<unknown>;
      const read = async (...args: readonly unknown[]) => {
        drive.asked += 1;
        await answering.promise;
        return readAtOnce(...args);
      };
      return Object.assign(handle, { read: read as typeof handle.read });
    },
  };
  return drive;
}

const openOn = (drive: ReturnType<typeof networkDrive>) =>
  ClipFile.open(barCodedFixture, {
    openFile: drive.open,
    drive: new DriveDeadline(barCodedFixture, 400),
  });

/** A decoder over the file, reading by the file's own list of packets or as mediabunny finds them. */
async function decoderOf(file: ClipFile, byList: boolean) {
  const input = new Input({ source: file.source, formats: readableFormats });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('no picture track');
  const sink = new EncodedPacketSink(track);
  const samples = byList ? await readSampleTable(file, track.id) : null;
  const index = await buildFrameIndex(sink, {
    codec: 'avc',
    hasSampleTable: true,
    samples,
    sizeBytes: file.sizeBytes,
    signal: undefined,
  });
  const description = (await track.getDecoderConfig())?.description;
  if (!index || !description || !ArrayBuffer.isView(description)) throw new Error('no index');
  return new FrameDecoder({
    packets: index.samples ? new SampleCursor(file, index.samples) : new PacketCursor(sink),
    openContext: async () =>
      openCodecContext({
        codec: 'avc',
        codedWidth: await track.getCodedWidth(),
        codedHeight: await track.getCodedHeight(),
        description: new Uint8Array(description.buffer, description.byteOffset, description.byteLength),
        codecTag: null,
      }),
    timestampsSeconds: index.timestampsSeconds,
    keyRanks: index.keyRanks,
    canSkipUnreferenced: true,
  });
}

const always = () => true;

describe('A file on a drive that does not answer', () => {
  it('is said to stall, and is read again once the drive answers', async () => {
    const drive = networkDrive();
    await using file = await openOn(drive);
    drive.stall();
    await expect(file.read(0, 100)).rejects.toMatchObject(stalled);
    drive.answer();
    expect(await file.read(4, 8)).toEqual(new Uint8Array(Buffer.from('ftyp')));
  });

  it('is not asked again and again while an answer is due, for each question holds a thread', async () => {
    const drive = networkDrive();
    await using file = await openOn(drive);
    drive.stall();
    await expect(file.read(0, 100)).rejects.toMatchObject(stalled);
    for (let i = 0; i < 3; i++) await expect(file.read(i, 100)).rejects.toMatchObject(stalled);
    expect(drive.asked).toBe(1);
    drive.answer();
  });

  it('is closed without waiting for the drive', async () => {
    const drive = networkDrive();
    const file = await openOn(drive);
    drive.stall();
    await expect(file.read(0, 100)).rejects.toMatchObject(stalled);
    await file[Symbol.asyncDispose]();
    drive.answer();
  });

  it.each([
    ['by its list of packets', true],
    ['packet by packet', false],
  ])('gives the right frame once the drive answers: read %s', async (_, byList) => {
    const drive = networkDrive();
    await using file = await openOn(drive);
    await using decoder = await decoderOf(file, byList);
    await decoder.decode(10, always);
    drive.stall();
    const away = await decoder.decode(70, always).catch((error) => error);
    // What had been read ahead may do without the drive.
    if (away instanceof Error) expect(away).toMatchObject(stalled);
    drive.answer();
    const frame = await decoder.decode(70, always);
    expect(frame !== null && frame !== 'missing' && Number(frame.pts)).toBe(70);
  });

  it('leaves other files alone', async () => {
    const drive = networkDrive();
    await using file = await openOn(drive);
    await using other = await ClipFile.open(barCodedFixture);
    drive.stall();
    const waiting = expect(file.read(0, 100)).rejects.toMatchObject(stalled);
    expect(await other.read(4, 8)).toEqual(new Uint8Array(Buffer.from('ftyp')));
    await waiting;
    drive.answer();
  });
});
