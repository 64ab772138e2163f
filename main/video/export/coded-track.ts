import { type EncodedPacket, EncodedPacketSink, Input, Logging, LogLevel } from 'mediabunny';
import { AVMEDIA_TYPE_VIDEO, CodecParameters, FFmpegError, FormatContext, type Rational } from 'node-av';
import { throwIfCancelled } from '#common/domain/index.ts';
import { clipDamaged } from '../clip-errors.ts';
import { ClipFile } from '../mediabunny/clip-file.ts';
import { readableFormats } from '../mediabunny/container.ts';
import { lastAtOrBefore } from '../mediabunny/frame-timing.ts';

/** A coded picture under its frame number; both fields of an interlaced one together. */
export type CodedPicture = {
  /** Below 0 for pictures that an edit list hides. */
  readonly rank: number;
  readonly isKey: boolean;
  /** Empty where only the order was asked for. */
  readonly data: Uint8Array;
};

export type CodedTrackRequest = {
  readonly path: string;
  readonly videoTrack: number | undefined;
  /** Times of the clip's frames, in the file's own seconds. */
  readonly timestampsSeconds: readonly number[];
};

/** The picture track of a file as it is coded: its packets in decode order, and what a container says of them. */
export interface CodedTrack extends AsyncDisposable {
  /** As mediabunny names it. */
  readonly codec: string;
  /** Ticks per second of the container's clock. */
  readonly timeResolution: number;
  readonly parameters: CodecParameters;
  readonly sampleAspectRatio: Rational;
  /** Pictures in decode order from the last key picture at or before a frame, hidden ones included. */
  pictures(
    frame: number,
    options?: { readonly orderOnly?: boolean; readonly signal?: AbortSignal | undefined },
  ): AsyncGenerator<CodedPicture, void, void>;
}

/** Opens the track. Fails with CLIP_DAMAGED where the two readers of containers do not agree on it. */
export async function openCodedTrack(request: CodedTrackRequest): Promise<CodedTrack> {
  const { path, videoTrack, timestampsSeconds } = request;
  const file = await ClipFile.open(path);
  Logging.level = LogLevel.Silent;
  const input = new Input({ source: file.source, formats: readableFormats });
  const close = async () => {
    input.dispose();
    await file[Symbol.asyncDispose]();
  };
  try {
    const tracks = await input.getVideoTracks();
    const primary = await input.getPrimaryVideoTrack();
    const track = videoTrack === undefined ? primary : tracks[videoTrack];
    const codec = await track?.getCodec();
    if (!track || !codec) throw clipDamaged(path);
    const { parameters, sampleAspectRatio } = await readParameters(path, Math.max(0, tracks.indexOf(track)));
    const sink = new EncodedPacketSink(track);
    const timeResolution = await track.getTimeResolution();
    const rankOf = ranker(timestampsSeconds, timeResolution);
    return {
      codec,
      timeResolution,
      parameters,
      sampleAspectRatio,
      async *pictures(frame, options = {}) {
        const metadataOnly = options.orderOnly === true;
        const from = await sink.getKeyPacket(timestampsSeconds[frame] ?? 0, { metadataOnly: true });
        if (!from) throw clipDamaged(path);
        const packets = packetsFrom(sink, from, { metadataOnly, signal: options.signal });
        yield* paired(packets, rankOf);
      },
      async [Symbol.asyncDispose]() {
        parameters.free();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Pieces = Omit<CodedPicture, 'data'> & { readonly data: Uint8Array[] };

const whole = ({ rank, isKey, data }: Pieces): CodedPicture => ({
  rank,
  isKey,
  data: data.length === 1 ? (data[0] ?? new Uint8Array()) : Buffer.concat(data),
});

/** Both fields of a picture come one after the other under one time. */
async function* paired(
  packets: AsyncIterable<EncodedPacket>,
  rankOf: (timestamp: number) => number | null,
): AsyncGenerator<CodedPicture, void, void> {
  let before = null as Pieces | null;
  for await (const { timestamp, type, data } of packets) {
    const rank = rankOf(timestamp);
    if (rank === null) continue;
    if (before?.rank === rank) {
      before.data.push(data);
    } else {
      if (before) yield whole(before);
      before = { rank, isKey: type === 'key', data: [data] };
    }
  }
  if (before) yield whole(before);
}

async function* packetsFrom(
  sink: EncodedPacketSink,
  from: EncodedPacket,
  { metadataOnly, signal }: { readonly metadataOnly: boolean; readonly signal: AbortSignal | undefined },
): AsyncGenerator<EncodedPacket, void, void> {
  let packet: EncodedPacket | null = metadataOnly ? from : await sink.getKeyPacket(from.timestamp);
  while (packet) {
    throwIfCancelled(signal);
    yield packet;
    packet = await sink.getNextPacket(packet, { metadataOnly });
  }
}

/**
 * Frame numbers by time. Frames before the first one are hidden by an edit list; they get numbers below 0 by their
 * distance to it in ticks, which keeps them in order. Null for packets between frames, which show nothing.
 */
function ranker(timestampsSeconds: readonly number[], timeResolution: number) {
  const first = timestampsSeconds[0] ?? 0;
  const half = 0.5 / timeResolution;
  return (timestamp: number): number | null => {
    if (timestamp < first - half) return Math.min(-1, Math.round((timestamp - first) * timeResolution));
    const rank = lastAtOrBefore(timestampsSeconds, timestamp + half);
    return Math.abs((timestampsSeconds[rank] ?? Number.NaN) - timestamp) <= half ? rank : null;
  };
}

/** What the container says of its `number`-th picture track. */
async function readParameters(path: string, number: number) {
  const context = new FormatContext();
  // The prefix keeps a colon in a file's name from being taken for a protocol.
  FFmpegError.throwIfError(await context.openInput(`file:${path}`), 'open the file');
  try {
    FFmpegError.throwIfError(await context.findStreamInfo(), 'read the streams');
    const streams = context.streams.filter(
      ({ codecpar, attachedPic }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO && !attachedPic,
    );
    const stream = streams[number];
    if (!stream) throw clipDamaged(path);
    const parameters = new CodecParameters();
    parameters.alloc();
    FFmpegError.throwIfError(stream.codecpar.copy(parameters), 'copy the parameters');
    return { parameters, sampleAspectRatio: stream.sampleAspectRatio };
  } finally {
    await context.closeInput();
  }
}
