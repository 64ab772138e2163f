import {
  AV_PKT_FLAG_KEY,
  AVERROR_ENOSPC,
  AVIO_FLAG_WRITE,
  type CodecParameters,
  Dictionary,
  FFmpegError,
  FormatContext,
  IOContext,
  Packet,
  Rational,
  type Stream,
} from 'node-av';
import { diskFull } from './export-errors.ts';

/** A coded picture or stretch of sound as it is written; times in ticks of its track. */
export type MuxedPacket = {
  readonly data: Uint8Array;
  readonly pts: number;
  readonly dts: number;
  readonly duration: number;
  readonly isKey: boolean;
};

export type MuxedTrack = {
  readonly parameters: CodecParameters;
  /** Ticks per second. */
  readonly timescale: number;
  readonly sampleAspectRatio?: Rational | undefined;
};

export type Container = 'mp4' | 'mov' | 'matroska' | 'webm';

const packetsPerBreath = 32;

/** A media file being written. Packets of a track come in decode order, of several tracks about in step. */
export interface ClipMuxer extends AsyncDisposable {
  write(track: number, packet: MuxedPacket): Promise<void>;
  /** Completes the file; without it what was written is of no use. */
  finish(): Promise<void>;
}

/** Begins a file. Fails with DISK_FULL here and at every later step. */
export async function openMuxer(
  path: string,
  container: Container,
  tracks: readonly MuxedTrack[],
): Promise<ClipMuxer> {
  const context = new FormatContext();
  const check = (code: number, step: string) => {
    if (code === AVERROR_ENOSPC) throw diskFull();
    FFmpegError.throwIfError(code, step);
  };
  check(context.allocOutputContext2(null, container, `file:${path}`), 'begin the file');
  const packet = new Packet();
  packet.alloc();
  const output = new IOContext();
  let isOpen = false;
  let written = 0;
  const close = async () => {
    packet.free();
    context.pb = null;
    context.freeContext();
    if (isOpen) await output.closep();
  };
  try {
    const streams = tracks.map((track) => addStream(context, track));
    check(await output.open2(`file:${path}`, AVIO_FLAG_WRITE), 'create the file');
    isOpen = true;
    context.pb = output;
    // Times below 0 are what an edit list hides; shifting them would show them.
    const options = Dictionary.fromObject({ avoid_negative_ts: 'disabled' });
    check(await context.writeHeader(options), 'write the header');
    return {
      async write(track, { data, pts, dts, duration, isKey }) {
        const stream = streams[track];
        const { timescale } = tracks[track] ?? {};
        if (!stream || timescale === undefined) throw new Error(`there is no track ${track}`);
        packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
        packet.streamIndex = stream.index;
        packet.pts = BigInt(pts);
        packet.dts = BigInt(dts);
        packet.duration = BigInt(duration);
        if (isKey) packet.setFlags(AV_PKT_FLAG_KEY);
        else packet.clearFlags(AV_PKT_FLAG_KEY);
        // The container may count in another clock than was asked for.
        packet.rescaleTs(new Rational(1, timescale), stream.timeBase);
        written += 1;
        // A hop to another thread costs more than most packets do; one now and then lets messages be heard.
        const isBreather = written % packetsPerBreath === 0;
        check(
          isBreather
            ? await context.interleavedWriteFrame(packet)
            : context.interleavedWriteFrameSync(packet),
          'write',
        );
        // What fails in the buffer behind is told by nobody until the end.
        check(output.error, 'write');
      },
      async finish() {
        check(await context.interleavedWriteFrame(null), 'write');
        check(await context.writeTrailer(), 'complete the file');
        await output.flush();
        check(output.error, 'complete the file');
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function addStream(context: FormatContext, track: MuxedTrack): Stream {
  const stream = context.newStream(null);
  FFmpegError.throwIfError(track.parameters.copy(stream.codecpar), 'describe the track');
  stream.timeBase = new Rational(1, track.timescale);
  if (track.sampleAspectRatio) stream.sampleAspectRatio = track.sampleAspectRatio;
  return stream;
}
