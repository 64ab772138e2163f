import type { Frame } from 'node-av';

/** A frame's shape and colours as FFmpeg's `buffer` filter takes them. */
export const filterInput = (frame: Frame): string =>
  [
    `video_size=${frame.width}x${frame.height}`,
    `pix_fmt=${frame.format}`,
    'time_base=1/1',
    `colorspace=${frame.colorSpace}`,
    `range=${frame.colorRange}`,
  ].join(':');
