import { describe, expect, it } from 'vitest';
import { firstTimeOff, parseFrameTimes } from '#main/video/conversion/frame-map.ts';

const listing = `#software: Lavf59.27.100
#tb 0: 1/30
#media_type 0: video
#codec_id 0: wrapped_avframe
#dimensions 0: 960x540
0,          1,          1,        1,      472, 0xcd991b1f
0,          2,          2,        1,      472, 0x33ae170f
0,          5,          5,        1,      472, 0x33ae170f
`;

describe('The frame map', () => {
  it("takes the source's timestamps from ffmpeg's list", () => {
    expect(parseFrameTimes(listing)).toEqual({ timeBase: [1, 30], sourceTimestamps: [1, 2, 5] });
    expect(parseFrameTimes('')).toMatchObject({ sourceTimestamps: [] });
  });

  it('finds the frame that is shown at another time, wherever the clip begins', () => {
    const times = parseFrameTimes(listing);
    expect(firstTimeOff(times, [0, 1 / 30, 4 / 30])).toBeNull();
    expect(firstTimeOff(times, [7.5, 7.5 + 1 / 30, 7.5 + 4 / 30])).toBeNull();
    expect(firstTimeOff(times, [0, 1 / 30, 6.1 / 30])).toBe(2);
    expect(firstTimeOff(times, [0, 1 / 30])).toBe(2);
  });

  it('goes on where a clock that stepped back has caught up', () => {
    const map = { timeBase: [1, 1000] as const, sourceTimestamps: [0, 40, 80, 20, 60, 120, 160] };
    expect(firstTimeOff(map, [0, 0.04, 0.08, 0.081, 0.082, 0.12, 0.16])).toBeNull();
    expect(firstTimeOff(map, [0, 0.04, 0.08, 0.081, 0.082, 0.12, 0.2])).toBe(6);
  });
});
