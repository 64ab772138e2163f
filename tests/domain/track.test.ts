import { describe, expect, it } from 'vitest';
import {
  anchorsAround,
  type Calibration,
  exportedTrack,
  joined,
  motionAt,
  pointOn,
  type Track,
  type TrackPoint,
  trackFigure,
  trackRange,
  trackRows,
  tracksSvg,
  trackTable,
  withFound,
  withPoints,
} from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

const size = { width: 1000, height: 500 };
const random = createRandom(11);
const point = (frame: number, x: number, y: number, by: TrackPoint['by'] = 'search'): TrackPoint => ({
  frame,
  x: x / size.width,
  y: y / size.height,
  by,
});
const trackOf = (points: readonly TrackPoint[]): Track => ({
  ...{ kind: 'track', id: 't', clipId: 'c', points, colour: '#e69f00', size: 0.004, text: '' },
});
/** Five metres are 250 pixels. */
const calibration: Calibration = {
  ...{ kind: 'calibration', id: 'c', clipId: 'c', length: 5, unit: 'm' },
  points: [
    [0, 0],
    [0.25, 0],
  ],
};
/** Frames that come as they like, from 5 to 80 milliseconds apart. */
const unevenTimes = (count: number): readonly number[] => {
  let time = 3;
  return Array.from({ length: count }, () => (time += 0.005 + 0.075 * random.next()));
};
const anyPoints = (count: number): readonly TrackPoint[] =>
  Array.from({ length: count }, (_, frame) =>
    point(frame + 7, 1000 * random.next(), 500 * random.next(), random.next() < 0.3 ? 'person' : 'search'),
  ).filter(() => random.next() < 0.8);

describe('The motion along a path', () => {
  it('of uniform motion has its speed on every frame, however unevenly the frames come', () => {
    for (let round = 0; round < 30; round++) {
      const timestampsSeconds = unevenTimes(40);
      const [vx, vy] = [200 * random.next() - 100, 100 * random.next() - 50];
      const start = timestampsSeconds[0] ?? 0;
      const points = timestampsSeconds.map((time, frame) =>
        point(frame, 400 + vx * (time - start), 200 + vy * (time - start)),
      );
      const speed = Math.hypot(vx, vy);
      for (const frame of [0, 1, 2, 20, 38, 39]) {
        const pixels = motionAt(trackOf(points), frame, { size, calibration: undefined, timestampsSeconds });
        expect(pixels?.speed).toBeCloseTo(speed, 6);
        expect(pixels?.unit).toBe('px');
        const metres = motionAt(trackOf(points), frame, { size, calibration, timestampsSeconds });
        expect(metres?.speed).toBeCloseTo((speed * 5) / 250, 6);
        const seconds = (timestampsSeconds[frame] ?? 0) - start;
        expect(metres?.distance).toBeCloseTo((speed * seconds * 5) / 250, 6);
        expect(metres?.unit).toBe('m');
      }
    }
  });

  it('is the same in the table as beside the point, and never told by a count of frames', () => {
    const timestampsSeconds = [0, 0.04, 0.08, 0.5, 0.54, 0.58];
    const track = trackOf([0, 1, 2, 3, 4, 5].map((frame) => point(frame, 100 + 10 * frame, 100)));
    const scale = { size, calibration: undefined, timestampsSeconds };
    const rows = trackRows(track, scale);
    for (const row of rows) {
      const motion = motionAt(track, row.frame, scale);
      expect(row.speed).toBe(motion?.speed);
      expect(row.distance).toBeCloseTo(motion?.distance ?? -1, 9);
    }
    // Four steps of ten pixels from frame 1 to 5, over 0.54 real seconds.
    expect(rows[3]?.speed).toBeCloseTo(40 / 0.54, 9);
    const [head, first, , , fourth] = trackTable(track, scale).split('\r\n');
    expect(head).toBe('frame,time s,x px,y px,by,distance px,speed px/s');
    expect(first).toBe('0,0.000000,100.00,100.00,search,0.0000,250.0000');
    expect(fourth).toBe('3,0.500000,130.00,100.00,search,30.0000,74.0741');
    expect(trackTable(track, { ...scale, calibration }).split('\r\n')[0]).toContain('speed m/s');
  });

  it('is not told where there is too little to tell it by', () => {
    const scale = { size, calibration: undefined, timestampsSeconds: [0, 0.04, 0.08, 0.12] };
    const alone = trackOf([point(2, 10, 10)]);
    expect(motionAt(alone, 1, scale)).toBeNull();
    expect(motionAt(alone, 2, scale)).toEqual({ distance: 0, speed: null, unit: 'px' });
    expect(trackTable(alone, scale)).toContain('2,0.080000,10.00,10.00,search,0.0000,\r\n');
  });
});

describe('The points of a path', () => {
  const isAscending = (points: readonly TrackPoint[]) =>
    points.every(({ frame }, at) => at === 0 || frame > (points[at - 1]?.frame ?? 0));

  it('keep what a person set, whatever a search finds', () => {
    for (let round = 0; round < 200; round++) {
      const points = anyPoints(30);
      const start = 7 + random.integer(20);
      const range = { start, end: start + random.integer(15) };
      const found = anyPoints(30).map((each) => ({ ...each, by: 'search' as const }));
      const inRange = found.filter(({ frame }) => frame >= range.start && frame <= range.end);
      const after = withFound(points, range, inRange);
      expect(isAscending(after)).toBe(true);
      for (const set of points.filter(({ by }) => by === 'person')) expect(after).toContain(set);
      for (const each of points) {
        if (each.frame < range.start || each.frame > range.end) expect(after).toContain(each);
      }
      const searched = after.filter(
        ({ frame, by }) => by === 'search' && frame >= range.start && frame <= range.end,
      );
      for (const each of searched) expect(inRange).toContain(each);
    }
  });

  it('are one for each frame, the last one set', () => {
    const points = withPoints([point(3, 1, 1), point(5, 2, 2)], [point(4, 9, 9), point(5, 8, 8, 'person')]);
    expect(points.map(({ frame }) => frame)).toEqual([3, 4, 5]);
    expect(pointOn(points, 5)).toEqual(point(5, 8, 8, 'person'));
    expect(pointOn(points, 6)).toBeUndefined();
    expect(trackRange({ points })).toEqual({ start: 3, end: 5 });
  });

  it('are searched as far as the next ones that a person set', () => {
    const points = [
      point(1, 0, 0, 'person'),
      point(2, 0, 0),
      point(4, 0, 0, 'person'),
      point(9, 0, 0, 'person'),
    ];
    expect(anchorsAround(points, 4)).toEqual({ before: points[0], after: points[3] });
    expect(anchorsAround(points, 1)).toEqual({ before: null, after: points[2] });
  });
});

describe('What was found from both sides', () => {
  const range = { start: 0, end: 20 };
  const inner = Array.from({ length: 19 }, (_, at) => at + 1);
  const xs = (points: readonly TrackPoint[]) => points.map(({ x }) => x * size.width);

  it('is blended where both agree: near each end it is what was found from there', () => {
    const forward = inner.map((frame) => point(frame, 100 + 0.2 * frame, 100));
    const backward = inner.map((frame) => point(frame, 104 - 0.2 * frame, 100));
    const path = joined(forward, backward, range, size, 5);
    expect(path.map(({ frame }) => frame)).toEqual(inner);
    expect(xs(path)[0]).toBeCloseTo(100.2 + 0.05 * 3.6, 6);
    expect(xs(path)[18]).toBeCloseTo(100.2 + 0.05 * 3.6, 6);
    expect(xs(path)[9]).toBeCloseTo(102, 6);
  });

  it('is that of the side that did not go astray', () => {
    const truth = (frame: number) => 100 + 10 * frame;
    // From the first side right until frame 8, then stuck; from the second right all the way.
    const forward = inner.map((frame) => point(frame, truth(Math.min(frame, 8)), 100));
    const backward = inner.map((frame) => point(frame, truth(frame), 100));
    expect(
      xs(joined(forward, backward, range, size, 5)).every((x, at) => Math.abs(x - truth(at + 1)) < 1e-9),
    ).toBe(true);
    expect(xs(joined(backward, forward, range, size, 5)).slice(0, 8)).toEqual(
      inner.slice(0, 8).map((frame) => expect.closeTo(truth(frame), 6)),
    );
  });

  it('is what one side found where the other was lost, and a gap where both were', () => {
    const forward = inner.slice(0, 5).map((frame) => point(frame, frame, 1));
    const backward = inner.slice(12).map((frame) => point(frame, frame, 1));
    expect(joined(forward, backward, range, size, 5).map(({ frame }) => frame)).toEqual([
      1, 2, 3, 4, 5, 13, 14, 15, 16, 17, 18, 19,
    ]);
  });
});

describe('A path on a frame', () => {
  const track = trackOf(
    [10, 11, 12, 14].map((frame) => point(frame, frame * 10, 50, frame === 10 ? 'person' : 'search')),
  );

  it('is seen from its first frame to its last, as far as it has come', () => {
    expect(trackFigure(track, 9, size)).toBeNull();
    expect(trackFigure(track, 15, size)).toBeNull();
    const figure = trackFigure(track, 12, size);
    expect(figure?.pieces).toEqual([
      {
        points: [
          [100, 50],
          [110, 50],
          [120, 50],
        ],
        opacity: 1,
      },
    ]);
    expect(figure?.current).toEqual([120, 50]);
    expect(figure?.dots.map(({ by }) => by)).toEqual(['person', 'search']);
    expect(trackFigure(track, 13, size)?.current).toBeNull();
    expect(trackFigure(track, 11, size, 'whole')?.dots).toHaveLength(3);
  });

  it('fades towards the end of its tail', () => {
    const long = trackOf(Array.from({ length: 60 }, (_, frame) => point(frame, frame, frame)));
    const figure = trackFigure(long, 40, size, 'tail');
    const opacities = figure?.pieces.map(({ opacity }) => opacity) ?? [];
    expect(opacities).toEqual([0.25, 0.5, 0.75, 1]);
    expect(figure?.dots.length).toBe(15);
  });

  it('is written for a report without anything that could run', () => {
    const svg = tracksSvg([{ ...track, colour: '"><script>' }, track], 12, size);
    expect(svg).not.toContain('script');
    expect(svg.match(/<path/g)).toHaveLength(12);
    expect(tracksSvg([track], 20, size)).toBe('');
  });

  it('goes to exports with the frame of each point', () => {
    expect(exportedTrack(track)).toMatchObject({
      ...{ kind: 'track', clipId: 'c', range: { start: 10, end: 14 }, frames: [10, 11, 12, 14] },
    });
  });
});
