import { CodecParameters, FFmpegError } from 'node-av';
import type { Container } from './clip-muxer.ts';
import type { CodedTrack } from './coded-track.ts';

/** What copied pictures are called in a container: ProRes flavours by their own name, HEVC as Apple's players ask. */
export function tagFor({ parameters, codec }: CodedTrack, container: Container): CodecParameters {
  const copy = new CodecParameters();
  copy.alloc();
  FFmpegError.throwIfError(parameters.copy(copy), 'copy the parameters');
  const isMp4 = container === 'mp4' || container === 'mov';
  const hasHeader = (parameters.extradata?.[0] ?? 0) === 1;
  if (codec === 'prores' && container === 'mov') return copy;
  copy.codecTag = codec === 'hevc' && isMp4 && hasHeader && parameters.codecTagString === 'hvc1' ? 'hvc1' : 0;
  return copy;
}
