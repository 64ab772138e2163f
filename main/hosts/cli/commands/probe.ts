import type { Command } from '../command.ts';

/** `probe CLIP`: what is known of a clip once every frame has been counted. */
export const probe: Command = {
  name: 'probe',
  summary: 'Says what a clip holds: codec, size, rotation, exact number of frames, duration.',
  usage: 'CLIP',
  positionals: [1, 1],
  options: {},
  help: [],
  async run({ open, print, json, signal }, { positionals }) {
    const { video } = await open();
    const path = positionals[0] ?? '';
    const info = await video.probe(path, { signal });
    if (json) {
      print(JSON.stringify(info));
      return;
    }
    const rows: readonly (readonly [string, string])[] = [
      ['name', info.name],
      ['container', info.container],
      ['codec', info.codecString ? `${info.codec} (${info.codecString})` : info.codec],
      ['size', `${info.width} × ${info.height}`],
      ['rotation', `${info.rotationDegrees}°`],
      ['frameCount', String(info.frameCount)],
      ['durationSeconds', info.durationSeconds.toFixed(3)],
      ['firstTimestampSeconds', info.firstTimestampSeconds.toFixed(3)],
      ['averageFrameRate', info.averageFrameRate.toFixed(3)],
      ['variableFrameRate', info.variableFrameRate ? 'yes' : 'no'],
      ['keyFrameCount', String(info.keyFrameCount)],
      ['hasAudio', info.hasAudio ? 'yes' : 'no'],
      ['videoTrackCount', String(info.videoTrackCount)],
      ['sizeBytes', String(info.sizeBytes)],
    ];
    for (const [name, value] of rows) print(`${name.padEnd(22)}${value}`);
  },
};
