import { extname } from 'node:path';

/** FFmpeg's demuxers for files of video, with the name that people know; others are never tried. */
const demuxers: Readonly<Record<string, string>> = {
  apng: 'animated PNG',
  asf: 'WMV',
  avi: 'AVI',
  bink: 'Bink',
  cavsvideo: 'AVS',
  dirac: 'Dirac',
  dnxhd: 'DNxHD stream',
  dv: 'DV',
  flic: 'FLIC',
  flv: 'FLV',
  gif: 'GIF',
  gxf: 'GXF',
  h261: 'H.261 stream',
  h263: 'H.263 stream',
  h264: 'H.264 stream',
  hevc: 'HEVC stream',
  ivf: 'IVF',
  lxf: 'LXF',
  m4v: 'MPEG-4 stream',
  matroska: 'Matroska',
  mjpeg: 'Motion JPEG stream',
  mov: 'MP4 or MOV',
  mpeg: 'MPEG program stream',
  mpegts: 'MPEG-TS',
  mpegvideo: 'MPEG stream',
  mxf: 'MXF',
  nsv: 'NSV',
  nut: 'NUT',
  obu: 'AV1 stream',
  ogg: 'Ogg',
  pva: 'PVA',
  rm: 'RealMedia',
  roq: 'RoQ',
  smk: 'Smacker',
  swf: 'Flash',
  vc1: 'VC-1 stream',
  wtv: 'WTV',
  yuv4mpegpipe: 'Y4M',
};

const asfNames: Readonly<Record<string, string>> = { '.wmv': 'WMV', '.asf': 'ASF' };

/** The container as people name it; null where it is none that is read. */
export function demuxerLabel(demuxer: string, fileName: string): string | null {
  const extension = extname(fileName).toLowerCase();
  if (demuxer === 'asf') return asfNames[extension] ?? 'WMV';
  if (demuxer === 'mpeg') return extension === '.vob' ? 'VOB' : 'MPEG program stream';
  if (demuxer === 'mov') return extension === '.mov' ? 'MOV' : 'MP4';
  return demuxers[demuxer] ?? null;
}

const codecs: Readonly<Record<string, string>> = {
  av1: 'AV1',
  cinepak: 'Cinepak',
  dnxhd: 'DNxHD',
  dvvideo: 'DV',
  ffv1: 'FFV1',
  flv1: 'Sorenson H.263',
  gif: 'GIF',
  h263: 'H.263',
  h264: 'H.264',
  hevc: 'HEVC',
  huffyuv: 'HuffYUV',
  jpeg2000: 'JPEG 2000',
  mjpeg: 'Motion JPEG',
  mpeg1video: 'MPEG-1',
  mpeg2video: 'MPEG-2',
  mpeg4: 'MPEG-4',
  msmpeg4v2: 'MPEG-4 (Microsoft)',
  msmpeg4v3: 'DivX 3',
  prores: 'ProRes',
  rawvideo: 'uncompressed',
  theora: 'Theora',
  vc1: 'VC-1',
  vp6f: 'VP6',
  vp8: 'VP8',
  vp9: 'VP9',
  wmv1: 'WMV 7',
  wmv2: 'WMV 8',
  wmv3: 'WMV 9',
};

/** The codec as people name it. */
export const codecLabel = (codec: string): string => codecs[codec] ?? codec.toUpperCase();
