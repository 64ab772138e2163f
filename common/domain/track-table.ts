import type { Track } from './record-items.ts';
import { type TrackScale, trackRows } from './track-motion.ts';

/** A path as lines of CSV: each point with its real time, its place in pixels, the way to it and the speed there. */
export function trackTable(track: Pick<Track, 'points'>, scale: TrackScale): string {
  const unit = scale.calibration?.unit.replace(/[",\r\n]/g, ' ') ?? 'px';
  const head = `frame,time s,x px,y px,by,distance ${unit},speed ${unit}/s`;
  const lines = trackRows(track, scale).map(({ frame, timeSeconds, xPixels, yPixels, by, distance, speed }) =>
    [
      frame,
      timeSeconds.toFixed(6),
      xPixels.toFixed(2),
      yPixels.toFixed(2),
      by,
      distance.toFixed(4),
      speed === null ? '' : speed.toFixed(4),
    ].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}
