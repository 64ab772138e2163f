import type { EncoderSettings } from './video-encoder.ts';

export type ToMatch = {
  readonly frameRate: number;
  /** As FFmpeg numbers them: the standards' own profile number, with flags above it. */
  readonly profile: number;
  readonly interlaced: boolean;
  /** For H.264: a number for parameter sets that the source does not use. */
  readonly parameterSetId: number | null;
};

/** Names of x264's profiles by the standard's number; without the flags that FFmpeg adds. */
const avcProfiles: Readonly<Record<number, string>> = {
  66: 'baseline',
  77: 'main',
  100: 'high',
  110: 'high10',
  122: 'high422',
  244: 'high444',
};

/**
 * An encoder whose pictures can stand beside copied ones of the same codec, none shown in another order than it is
 * coded. Null for codecs, and kinds of them, without one.
 */
export function matchingEncoder(codec: string, match: ToMatch): EncoderSettings | null {
  const { frameRate, interlaced } = match;
  const common = { frameRate, interlaced, globalHeader: codec === 'avc' };
  switch (codec) {
    case 'avc': {
      if (match.parameterSetId === null) return null;
      const profile = avcProfiles[match.profile & 0xff];
      const ids = { 'x264-params': `sps-id=${match.parameterSetId}` };
      const options = { preset: 'fast', crf: '14', bf: '0', ...(profile ? { profile } : {}), ...ids };
      return { ...common, encoder: 'libx264', options };
    }
    case 'hevc': {
      if (interlaced) return null;
      const params = 'log-level=none:bframes=0:repeat-headers=1:open-gop=0';
      return { ...common, encoder: 'libx265', options: { preset: 'fast', crf: '15', 'x265-params': params } };
    }
    case 'vp9': {
      const options = {
        crf: '14',
        b: '0',
        deadline: 'good',
        'cpu-used': '4',
        'auto-alt-ref': '0',
        'lag-in-frames': '0',
      };
      return { ...common, encoder: 'libvpx-vp9', options };
    }
    case 'av1':
      return {
        ...common,
        encoder: 'libsvtav1',
        options: { preset: '8', crf: '18', 'svtav1-params': 'pred-struct=1:lookahead=0' },
      };
    default:
      return null;
  }
}
