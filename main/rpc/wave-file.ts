import type { Sound } from '../video/video-service.ts';

const headerBytes = 44;

/** A stretch of sound as a WAV file: RIFF header, then the samples, little-endian (Microsoft/IBM RIFF WAVE, 1991). */
export function toWave({ samples, sampleRate, channelCount }: Sound): Uint8Array {
  const dataBytes = samples.length * 2;
  const file = new Uint8Array(headerBytes + dataBytes);
  const view = new DataView(file.buffer);
  const text = (at: number, letters: string) => file.set(Buffer.from(letters, 'latin1'), at);
  text(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channelCount * 2, true);
  view.setUint16(32, channelCount * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(headerBytes + i * 2, samples[i] ?? 0, true);
  return file;
}
