import { describe, expect, it } from 'vitest';
import type { ClipInfo } from '#common/domain/index.ts';
import { clipBadges } from '#renderer/viewer/clip-badges.ts';

const track = (number: number) => ({ number, codec: 'H.264', width: 480, height: 270 });

const plain: ClipInfo = {
  id: 'c1',
  name: 'dive.mp4',
  sizeBytes: 1,
  container: 'MP4',
  codec: 'H.264',
  codecString: null,
  width: 480,
  height: 270,
  rotationDegrees: 0,
  frameCount: 10,
  firstTimestampSeconds: 0,
  durationSeconds: 1,
  averageFrameRate: 30,
  variableFrameRate: false,
  keyFrameCount: 1,
  hasAudio: false,
  videoTracks: [track(1)],
  videoTrack: 0,
  bitDepth: 8,
  scan: 'progressive',
  dynamicRange: 'standard',
  truncated: false,
  convertedFrom: null,
  captureRate: null,
  timeScale: 1,
};

const texts = (change: Partial<ClipInfo>, path: 'browser' | 'main' = 'browser') =>
  clipBadges({ ...plain, ...change }, path, false).map(({ text }) => text);

describe('The badges of a clip', () => {
  it('are its codec alone when there is nothing to know', () => {
    expect(texts({})).toEqual(['H.264']);
  });

  it('tell each thing that matters when judging by it', () => {
    const captured = { captureRate: 240, timeScale: 30 / 240, averageFrameRate: 240 };
    expect(texts({ variableFrameRate: true })).toContain('VFR');
    expect(texts({ scan: 'interlaced' }, 'main')).toEqual(['interlaced', 'H.264 via main']);
    expect(texts({ dynamicRange: 'hdr', bitDepth: 10 })).toEqual(['HDR tone-mapped', 'H.264', '10 bit']);
    expect(texts({ truncated: true })[0]).toBe('cut off');
    expect(texts(captured)).toContain('240→30');
    expect(texts({ videoTracks: [track(1), track(2)], videoTrack: 1 })).toContain('track 2 of 2');
    expect(texts({ convertedFrom: { container: 'AVI', codec: 'MPEG-4', method: 're-encoded' } })).toContain(
      'AVI, converted',
    );
  });

  it('each carry a sentence', () => {
    const all = clipBadges(
      {
        ...plain,
        variableFrameRate: true,
        scan: 'interlaced',
        dynamicRange: 'hdr',
        truncated: true,
        bitDepth: 10,
        captureRate: 240,
        videoTracks: [track(1), track(2)],
        convertedFrom: { container: 'MXF', codec: 'MPEG-2', method: 'remuxed' },
      },
      'main',
      false,
    );
    for (const { text, help } of all) expect(help, text).toMatch(/^[A-Z].+\.$/);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  });
});
