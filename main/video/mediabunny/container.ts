import { ADTS, FLAC, MATROSKA, MP3, MP4, MPEG_TS, OGG, QTFF, WAVE, WEBM } from 'mediabunny';

/** Sound formats are listed so that a sound file is told apart from no media at all; playlists are not. */
export const readableFormats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS, OGG, MP3, WAVE, ADTS, FLAC];

/** As mediabunny names it. */
export const transportStream = 'MPEG Transport Stream';

const containerNames: Readonly<Record<string, string>> = {
  'QuickTime File Format': 'MOV',
  [transportStream]: 'MPEG-TS',
};

export const containerName = (formatName: string): string => containerNames[formatName] ?? formatName;

const codecNames: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
};

/** Codec as people name it; `internal` is what the container calls it, for codecs without a name here. */
export function codecName(codec: string | null, internal: string | number | Uint8Array | null): string {
  if (codec) return codecNames[codec] ?? codec;
  if (typeof internal === 'string' && internal.trim() !== '') return `“${internal.trim()}”`;
  return 'in a codec without a known name';
}

/** Video containers that exist but cannot be read here, by how they begin. */
export function foreignContainer(head: Uint8Array): string | null {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'AVI ') return 'AVI';
  if (begins(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return 'WMV';
  if (text(0, 3) === 'FLV') return 'FLV';
  if (begins(0x06, 0x0e, 0x2b, 0x34)) return 'MXF';
  if (text(0, 4) === '.RMF') return 'RealMedia';
  if (text(0, 4) === 'GIF8') return 'GIF';
  if (begins(0x00, 0x00, 0x01, 0xba)) return 'MPEG program stream (VOB, MPG)';
  if (begins(0x00, 0x00, 0x01, 0xb3)) return 'MPEG video stream';
  if (begins(0x00, 0x00, 0x01, 0xb0)) return 'MPEG-4 video stream';
  const unit = begins(0x00, 0x00, 0x00, 0x01) ? (head[4] ?? 0) : null;
  if (unit !== null && [7, 9].includes(unit & 0x1f)) return 'H.264 video stream';
  if (unit !== null && [32, 33, 35].includes(unit >> 1)) return 'HEVC video stream';
  // An Ogg file names its picture first, if it has one.
  if (text(0, 4) === 'OggS' && text(29, 35) === 'theora') return 'Ogg video';
  if (begins(0x1f, 0x07, 0x00)) return 'DV';
  if (begins(0xb7, 0xd8, 0x00, 0x20, 0x37, 0x49, 0xda, 0x11)) return 'WTV';
  if (text(0, 4) === 'DKIF') return 'IVF';
  if (text(0, 9) === 'YUV4MPEG2') return 'Y4M';
  if (text(0, 3) === 'nut') return 'NUT';
  return null;
}

/** The boxes an MP4 or MOV file begins with: such a file is damaged, not foreign, when it cannot be read. */
export function looksLikeMp4(head: Uint8Array): boolean {
  const type = String.fromCharCode(...head.subarray(4, 8));
  return ['ftyp', 'moov', 'mdat', 'wide', 'styp'].includes(type);
}
