export type WaveSound = {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
};

/** The samples of a 16-bit PCM WAV file, −1 to 1, each channel by itself; backwards when asked. */
export function readWave(file: ArrayBuffer, reversed: boolean): WaveSound {
  const view = new DataView(file);
  const tag = (at: number) => String.fromCharCode(...new Uint8Array(file, at, 4));
  if (file.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('This is no WAV file.');
  let channelCount = 0;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    if (tag(at) === 'fmt ') {
      channelCount = view.getUint16(at + 10, true);
      sampleRate = view.getUint32(at + 12, true);
      if (view.getUint16(at + 22, true) !== 16) throw new Error('This WAV file is not of 16 bits.');
    }
    if (tag(at) === 'data' && channelCount > 0) {
      const frames = Math.floor(Math.min(length, file.byteLength - at - 8) / 2 / channelCount);
      const samples = new Int16Array(file.slice(at + 8, at + 8 + frames * channelCount * 2));
      const channels = Array.from({ length: channelCount }, (_, channel) => {
        const values = new Float32Array(frames);
        for (let frame = 0; frame < frames; frame += 1) {
          const from = reversed ? frames - 1 - frame : frame;
          values[frame] = (samples[from * channelCount + channel] ?? 0) / 32768;
        }
        return values;
      });
      return { sampleRate, channels };
    }
    at += 8 + length + (length % 2);
  }
  throw new Error('This WAV file holds no sound.');
}
