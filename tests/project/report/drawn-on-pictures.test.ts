import { describe, expect, it } from 'vitest';
import type { DrawingItem, Track } from '#common/domain/index.ts';
import { eventsPart } from '#main/project/report/events-part.ts';
import type { ReportInput } from '#main/project/report/index.ts';
import { plainExchangeClip, someCode, someEvent } from '../exchange/support.ts';

const { info, seconds } = plainExchangeClip();
const chronometer: DrawingItem = {
  ...{ kind: 'drawing', id: 'd', clipId: info.id, shape: 'chronometer', range: { start: 10, end: 30 } },
  ...{ points: [[0.1, 0.1]], colour: '#ffffff', size: 0.05, text: '' },
};
const track: Track = {
  ...{ kind: 'track', id: 't', clipId: info.id, colour: '#e69f00', size: 0.004, text: '' },
  points: [11, 12, 13, 14].map((frame) => ({ frame, x: frame / 100, y: 0.5, by: 'search' })),
};
const pictureOf = (frame: number) => ({
  ...{ clipId: info.id, frame, timeSeconds: frame / 25, width: 480, height: 270 },
  ...{ sha256: null, jpeg: new Uint8Array([255, 216, 255]) },
});

describe('A picture of a report', () => {
  const figures = eventsPart({
    clips: [{ info, seconds, sha256: null }],
    codes: [someCode('pass', 'Pass')],
    events: [someEvent()],
    drawings: [chronometer],
    tracks: [track, { ...track, id: 'elsewhere', clipId: 'elsewhere' }],
    calibrations: [],
    pictures: new Map([['event-1', [10, 12, 14, 31].map(pictureOf)]]),
  } as unknown as ReportInput)
    .markup.split('<figure>')
    .slice(1);
  /** Points of the path that are seen, the one of the frame included. */
  const dotsIn = (figure: string | undefined) => (figure?.match(/h0/g)?.length ?? 0) / 2;

  it('shows the time of a chronometer on its frame', () => {
    expect(figures.map((figure) => /\d:\d\d\.\d\d(?=<\/text>)/.exec(figure)?.[0])).toEqual([
      '0:00.00',
      '0:00.08',
      '0:00.16',
      undefined,
    ]);
  });

  it('shows a path as far as it has come on its frame', () => {
    expect(figures.map(dotsIn)).toEqual([0, 2, 4, 0]);
  });
});
