import { resolve } from 'node:path';
import {
  AV_PIX_FMT_BGRA,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_YUV411P,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV422P12LE,
  AV_PIX_FMT_YUVJ422P,
} from 'node-av';
import { describe, expect, it } from 'vitest';
import { type PlanInput, planConversion } from '#main/video/conversion/conversion-plan.ts';
import type { SourceVideo } from '#main/video/conversion/source-probe.ts';

const picture: SourceVideo = {
  streamIndex: 2,
  codec: 'mpeg4',
  width: 640,
  height: 480,
  pixelFormat: AV_PIX_FMT_YUV420P,
  frameRate: 25,
  isDefault: false,
};

const plan = (video: Partial<SourceVideo> = {}, rest: Partial<PlanInput> = {}) =>
  planConversion({
    path: '/clips/dive.avi',
    probe: { demuxer: 'avi', durationSeconds: 10, videos: [], audios: [] },
    video: { ...picture, ...video },
    isInterlaced: false,
    ffmpegVersion: '5.1.9',
    ...rest,
  });

const optionOf = (args: readonly string[] | undefined, option: string) => args?.[args.indexOf(option) + 1];

describe('The plan of a conversion', () => {
  it('copies what our reader reads, into the container that holds it best, and codes anew as a way out', () => {
    expect(plan({ codec: 'h264' }).map(({ method, stage }) => [method, stage])).toEqual([
      ['remuxed', 'Copying into MP4'],
      ['re-encoded', 'Converting to H.264'],
    ]);
    expect(plan({ codec: 'vp8' })[0]).toMatchObject({ stage: 'Copying into Matroska', fileName: 'clip.mkv' });
    expect(plan({ codec: 'prores' })[0]).toMatchObject({ stage: 'Copying into MOV', fileName: 'clip.mov' });
    expect(plan({ codec: 'hevc' })[0]?.args).toContain('hvc1');
    expect(plan().map(({ method }) => method)).toEqual(['re-encoded']);
  });

  it('copies sound that MP4 holds, converts other, and goes without rather than fail', () => {
    const audios = [
      { streamIndex: 0, codec: 'mp3' },
      { streamIndex: 1, codec: 'wmav2' },
    ];
    const attempts = plan({}, { probe: { demuxer: 'asf', durationSeconds: 0, videos: [], audios } });
    const [withSound, without] = attempts.map(({ args }) => args);
    expect([optionOf(withSound, '-c:a:0'), optionOf(withSound, '-c:a:1')]).toEqual(['copy', 'aac']);
    expect(withSound?.filter((_, n) => withSound[n - 1] === '-map')).toEqual(['0:2', '0:0', '0:1']);
    expect(without).not.toContain('-c:a:0');
  });

  it('keeps depth, range and colour resolution as far as H.264 has them', () => {
    const formatOf = (video: Partial<SourceVideo>) => optionOf(plan(video)[0]?.args, '-pix_fmt');
    expect(formatOf({})).toBe('yuv420p');
    expect(formatOf({ pixelFormat: AV_PIX_FMT_YUVJ422P })).toBe('yuvj422p');
    expect(formatOf({ pixelFormat: AV_PIX_FMT_YUV422P12LE })).toBe('yuv422p10le');
    expect(formatOf({ pixelFormat: AV_PIX_FMT_YUV411P })).toBe('yuv422p');
    expect(formatOf({ pixelFormat: AV_PIX_FMT_GRAY8 })).toBe('yuv420p');
    expect(formatOf({ pixelFormat: AV_PIX_FMT_BGRA })).toBe('yuv444p');
    expect(formatOf({ width: 641 })).toBe('yuv444p');
    expect(formatOf({ height: 481 })).toBe('yuv422p');
  });

  it('speaks to each version of ffmpeg in its words', () => {
    const argsFor = (ffmpegVersion: string) => plan({}, { ffmpegVersion })[0]?.args;
    expect(argsFor('4.4')).toContain('-vsync');
    expect(argsFor('5.1.9')).toContain('-fps_mode');
    expect(optionOf(argsFor('5.1.9'), '-enc_time_base')).toBe('-1');
    expect(optionOf(argsFor('8.0'), '-enc_time_base')).toBe('demux');
  });

  it('reads no other file than the one given, by the demuxer that was found', () => {
    const args = plan()[0]?.args;
    expect(optionOf(args, '-protocol_whitelist')).toBe('file,pipe');
    expect(optionOf(args, '-f')).toBe('avi');
    expect(optionOf(args, '-i')).toBe(`file:${resolve('/clips/dive.avi')}`);
  });

  it('codes interlaced pictures as such, with a key frame about each second', () => {
    const [attempt] = plan({ frameRate: 29.97 }, { isInterlaced: true });
    expect(optionOf(attempt?.args, '-flags:v')).toBe('+ildct+ilme');
    expect(optionOf(attempt?.args, '-g')).toBe('30');
    expect(plan()[0]?.args).not.toContain('-flags:v');
    expect(optionOf(plan({ frameRate: 1000 })[0]?.args, '-g')).toBe('60');
  });
});
