import type { ClipInfo } from '#common/domain/index.ts';
import { clipHelp, clipOptions, probeClip, readClip } from '../clip-option.ts';
import type { Command } from '../command.ts';

/** `probe CLIP`: what is known of a clip once every frame has been counted. */
export const probe: Command = {
  name: 'probe',
  summary: 'Says what a clip holds: codec, size, rotation, exact number of frames, duration.',
  usage: 'CLIP',
  positionals: [1, 1],
  options: clipOptions,
  help: clipHelp,
  async run({ open, print, progress, json, signal }, { positionals, values }) {
    const source = readClip(positionals[0] ?? '', values);
    const info = await probeClip(await open(), source, { progress, signal });
    if (json) {
      print(JSON.stringify(info));
      return;
    }
    for (const [name, value] of rowsOf(info)) print(`${name.padEnd(22)}${value}`);
  },
};

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

const rowsOf = (info: Omit<ClipInfo, 'id'>): readonly (readonly [string, string])[] => [
  ['name', info.name],
  ['container', info.container],
  ['codec', info.codecString ? `${info.codec} (${info.codecString})` : info.codec],
  ...(info.convertedFrom
    ? [['convertedFrom', `${info.convertedFrom.container}, ${info.convertedFrom.codec}`] as const]
    : []),
  ['size', `${info.width} × ${info.height}`],
  ['bitDepth', String(info.bitDepth)],
  ['scan', info.scan],
  ['dynamicRange', info.dynamicRange],
  ['rotation', `${info.rotationDegrees}°`],
  ['frameCount', String(info.frameCount)],
  ['durationSeconds', info.durationSeconds.toFixed(3)],
  ['firstTimestampSeconds', info.firstTimestampSeconds.toFixed(3)],
  ['averageFrameRate', info.averageFrameRate.toFixed(3)],
  ...(info.captureRate === null ? [] : [['captureRate', String(info.captureRate)] as const]),
  ['variableFrameRate', yesNo(info.variableFrameRate)],
  ['keyFrameCount', String(info.keyFrameCount)],
  ['hasAudio', yesNo(info.hasAudio)],
  ['videoTrack', `${info.videoTrack} of ${info.videoTracks.length}`],
  ...(info.videoTracks.length > 1
    ? info.videoTracks.map(
        ({ number, codec, width, height }) =>
          [`  track ${number}`, `${codec}, ${width} × ${height}`] as const,
      )
    : []),
  ['truncated', yesNo(info.truncated)],
  ['sizeBytes', String(info.sizeBytes)],
];
