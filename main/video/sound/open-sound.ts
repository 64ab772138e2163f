import type { Input, InputAudioTrack } from 'mediabunny';
import { noSound, soundDamaged, soundUndecodable } from '../clip-errors.ts';
import { findAudioDecoder } from './audio-context.ts';
import { SoundReader } from './sound-reader.ts';
import { SoundStream } from './sound-stream.ts';

/** The sound of a file, opened when it is first asked for. Reading fails with NO_SOUND where there is none. */
export function createSoundReader(input: Input, path: string): SoundReader {
  return new SoundReader(
    async () => {
      const track = await chooseTrack(input, path);
      return SoundStream.open(track, await codecDelaySeconds(input, track));
    },
    (cause) => soundDamaged(path, cause),
  );
}

async function chooseTrack(input: Input, path: string): Promise<InputAudioTrack> {
  const tracks = await input.getAudioTracks();
  if (tracks.length === 0) throw noSound(path);
  const primary = await input.getPrimaryAudioTrack();
  for (const track of primary ? [primary, ...tracks] : tracks) {
    if (findAudioDecoder(await track.getCodec())) return track;
  }
  throw soundUndecodable(path);
}

/**
 * Matroska keeps the samples that an Opus encoder needed to start apart from the times of its packets; they are
 * counted in the codec's header. In MP4 they are trimmed by an edit list.
 */
async function codecDelaySeconds(input: Input, track: InputAudioTrack): Promise<number> {
  const { name } = await input.getFormat();
  if ((name !== 'Matroska' && name !== 'WebM') || (await track.getCodec()) !== 'opus') return 0;
  const description = (await track.getDecoderConfig())?.description;
  if (!description) return 0;
  const header = ArrayBuffer.isView(description)
    ? new DataView(description.buffer, description.byteOffset, description.byteLength)
    : new DataView(description);
  return header.byteLength >= 12 ? header.getUint16(10, true) / 48_000 : 0;
}
