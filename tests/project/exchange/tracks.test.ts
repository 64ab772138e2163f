import { describe, expect, it } from 'vitest';
import type { Calibration, Track } from '#common/domain/index.ts';
import { type EventsDocument, readImport, writeEvents } from '#main/project/exchange/index.ts';
import { createRandom } from '../../random.ts';
import { inPieces, plainExchangeClip, someCode, someEvent } from './support.ts';

// Played at a quarter of its speed: a frame lasts 160 ms in the file, 40 ms in truth.
const clip = plainExchangeClip(50, { timeScale: 0.25, width: 1000, height: 500 });
const track: Track = {
  ...{ kind: 'track', id: 'path-1', clipId: clip.info.id, colour: '#e69f00', size: 0.004, text: 'Ball' },
  points: [10, 11, 12, 13].map((frame) => ({
    frame,
    x: frame / 100,
    y: 0.5,
    by: frame === 10 ? 'person' : 'search',
  })),
};
const calibration: Calibration = {
  ...{ kind: 'calibration', id: clip.info.id, clipId: clip.info.id, length: 2, unit: 'm' },
  points: [
    [0, 0],
    [0.2, 0],
  ],
};
const document: EventsDocument = {
  ...{ title: 'Match', clips: [clip], codes: [someCode('pass', 'Pass')], events: [someEvent()] },
  ...{ trajectories: [], tracks: [track, { ...track, id: 'other', clipId: 'elsewhere' }] },
  calibrations: [calibration],
};
const lines = () => [...writeEvents('jsonl', document, { asciiOnly: false })].join('').trim().split('\n');

describe('Paths as JSON lines', () => {
  it('have times as the file counts them and speeds as they were', () => {
    const written = lines().map((line) => JSON.parse(line));
    const paths = written.filter(({ type }) => type === 'track');
    expect(paths).toHaveLength(1);
    expect(paths[0]).toMatchObject({ id: 'path-1', clip: 'match.mp4', text: 'Ball', unit: 'm' });
    // Ten pixels, a tenth of a metre, in forty milliseconds.
    expect(paths[0].points[2]).toEqual({
      ...{ frame: 12, seconds: 1.92, x: 120, y: 250, by: 'search', distance: 0.2, speed: 2.5 },
    });
  });

  it('are no lines that cannot be read when the file comes back', async () => {
    const bytes = new TextEncoder().encode(lines().join('\n'));
    const read = await readImport('events', inPieces(bytes, createRandom(1)));
    if (read.kind !== 'events') throw new Error('a code window');
    expect(read.found.events).toHaveLength(1);
    expect(read.found.remarks).toEqual([]);
  });
});
