import { describe, expect, it } from 'vitest';
import {
  createProgressParser,
  isAtLeast,
  lastWords,
  parseVersion,
  saysDiskFull,
} from '#main/video/ffmpeg/ffmpeg-output.ts';

describe("ffmpeg's words", () => {
  it('give the version of a release, of a build between releases, and none of another program', () => {
    expect(parseVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026')).toBe('5.1.9');
    expect(parseVersion('ffmpeg version n8.0 Copyright (c) 2000-2025')).toBe('8.0');
    const between = (libavutil: string) =>
      parseVersion(
        `ffmpeg version N-117770-g322b240cea Copyright (c)\nbuilt with gcc\nlibavutil      ${libavutil}`,
      );
    expect(between('60. 13.100 / 60. 13.100')).toBe('8.0');
    expect(between('58. 36.101 / 58. 36.101')).toBe('6.1');
    expect(between('57. 28.100 / 57. 28.100')).toBe('5.1');
    expect(between('56. 24.101 / 56. 24.101')).toBe('4.0');
    expect(parseVersion('bash, version 5.2')).toBeNull();
  });

  it('tell whether a version has an option', () => {
    expect(isAtLeast('5.1.9', 5, 1)).toBe(true);
    expect(isAtLeast('4.4.2', 5, 1)).toBe(false);
    expect(isAtLeast('10.0', 5, 1)).toBe(true);
    expect(isAtLeast('5.0', 5, 1)).toBe(false);
  });

  it('give progress block by block, however the text is cut', () => {
    const text =
      'frame=0\ntotal_size=N/A\nout_time_us=N/A\nprogress=continue\n' +
      'frame=48\nfps=24.1\ntotal_size=123456\nout_time_us=1920000\nout_time=00:00:01.920000\nprogress=end\n';
    for (const step of [1, 7, 1000]) {
      const parse = createProgressParser();
      const reports = [];
      for (let at = 0; at < text.length; at += step) reports.push(...parse(text.slice(at, at + step)));
      expect(reports).toEqual([
        { framesDone: 0, timeSeconds: 0, sizeBytes: 0 },
        { framesDone: 48, timeSeconds: 1.92, sizeBytes: 123456 },
      ]);
    }
  });

  it('end with the last line that means something, without folders and addresses', () => {
    const complaints =
      '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5581] moov atom not found\n' +
      '/media/ann/dives/final.mp4: Invalid data found when processing input\nConversion failed!\n';
    expect(lastWords(complaints, ['-i', '/media/ann/dives/final.mp4'])).toBe(
      'final.mp4: Invalid data found when processing input',
    );
    expect(lastWords('[libx264 @ 0x55d] width not divisible by 2 (101x64)\n', [])).toBe(
      'width not divisible by 2 (101x64)',
    );
    const version7 =
      "[AVFormatContext @ 0x5581] Requested output format 'mp4' is not known.\n" +
      '[out#0 @ 0x55] Error initializing the muxer for clip.mp4: Invalid argument\n' +
      'Error opening output file clip.mp4.\nError opening output files: Invalid argument\n';
    expect(lastWords(version7, [])).toBe("Requested output format 'mp4' is not known");
    expect(lastWords('', [])).toBe('');
  });

  it('tell a full disk from other failures', () => {
    expect(saysDiskFull('av_interleaved_write_frame(): No space left on device')).toBe(true);
    expect(saysDiskFull('x.avi: Invalid data found when processing input')).toBe(false);
  });
});
