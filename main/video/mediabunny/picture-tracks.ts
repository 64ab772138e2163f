import type { Input, InputVideoTrack } from 'mediabunny';
import type { VideoTrack } from '#common/domain/index.ts';
import { clipDamaged, codecUnsupported, noVideoTrack, trackMissing } from '../clip-errors.ts';
import type { ClipFile } from './clip-file.ts';
import { findDecoder } from './codec-context.ts';
import { codecName, transportStream } from './container.ts';
import { pictureCodecInTransportStream } from './transport-stream.ts';

export type ChosenTrack = {
  readonly track: InputVideoTrack;
  readonly number: number;
  /** The codec as mediabunny names it: one that can be decoded. */
  readonly codec: string;
  readonly videoTracks: readonly VideoTrack[];
};

export type TrackChoice = {
  readonly input: Input;
  readonly file: ClipFile;
  readonly path: string;
  readonly formatName: string;
  readonly videoTrack: number | undefined;
};

/** The picture track asked for, or the file's own choice. Fails as VideoService says. */
export async function choosePictureTrack(choice: TrackChoice): Promise<ChosenTrack> {
  const { input, path, videoTrack } = choice;
  const tracks = await input.getVideoTracks();
  if (tracks.length === 0) throw await whyNoPicture(choice);
  const track = videoTrack === undefined ? await ownChoice(input, tracks) : tracks[videoTrack];
  if (!track) throw trackMissing(path, videoTrack ?? 0, tracks.length);
  const codec = await track.getCodec();
  if (codec === null || !findDecoder(codec)) throw codecUnsupported(path, await nameOf(track));
  return {
    track,
    number: tracks.indexOf(track),
    codec,
    videoTracks: await Promise.all(
      tracks.map(async (each, number) => ({
        number,
        codec: await nameOf(each),
        width: await each.getDisplayWidth(),
        height: await each.getDisplayHeight(),
      })),
    ),
  };
}

/** A cover picture is a track too, in a codec of single pictures: it is not chosen while there is another. */
async function ownChoice(input: Input, tracks: readonly InputVideoTrack[]) {
  const primary = await input.getPrimaryVideoTrack();
  for (const track of primary ? [primary, ...tracks] : tracks) {
    if (findDecoder(await track.getCodec())) return track;
  }
  return primary ?? tracks[0];
}

const nameOf = async (track: InputVideoTrack) =>
  codecName(await track.getCodec(), await track.getInternalCodecId());

async function whyNoPicture({ input, file, path, formatName }: TrackChoice): Promise<Error> {
  if (formatName === transportStream) {
    const codec = await pictureCodecInTransportStream(file);
    if (codec) return codecUnsupported(path, codec);
  }
  return (await input.getTracks()).length === 0 ? clipDamaged(path) : noVideoTrack(path);
}
