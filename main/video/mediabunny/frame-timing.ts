/** What the container says of a packet, in decode order. */
export type PacketTiming = {
  readonly timestampSeconds: number;
  readonly durationSeconds: number;
  readonly isKey: boolean;
};

/** Timestamps in display order with what follows from them. */
export type FrameTiming = {
  readonly timestampsSeconds: Float64Array;
  /** Ranks at which decoding can start, ascending. */
  readonly keyRanks: readonly number[];
  readonly lastDurationSeconds: number;
};

/** Packet metadata gathered in typed arrays, for a long clip has hundreds of thousands. */
export class PacketTimings {
  #timestamps = new Float64Array(4096);
  #keyTimestamps: number[] = [];
  #count = 0;
  #last = { timestamp: Number.NEGATIVE_INFINITY, duration: 0 };

  get count(): number {
    return this.#count;
  }

  add({ timestampSeconds, durationSeconds, isKey }: PacketTiming): void {
    // Before the first key frame nothing can be decoded: a recording that starts in the middle of a group.
    if (this.#keyTimestamps.length === 0 && !isKey) return;
    if (this.#count === this.#timestamps.length) {
      const grown = new Float64Array(this.#count * 2);
      grown.set(this.#timestamps);
      this.#timestamps = grown;
    }
    this.#timestamps[this.#count++] = timestampSeconds;
    if (isKey) this.#keyTimestamps.push(timestampSeconds);
    if (timestampSeconds > this.#last.timestamp) {
      this.#last = { timestamp: timestampSeconds, duration: durationSeconds };
    }
  }

  /**
   * Ranks by presentation time. Packets with one timestamp are one frame (two fields). Frames that lead the
   * first key frame in display order but follow it in the file cannot be decoded and are left out.
   */
  sorted(): FrameTiming {
    const sorted = this.#timestamps.slice(0, this.#count).sort();
    const firstDecodable = this.#keyTimestamps[0] ?? 0;
    let length = 0;
    for (const timestamp of sorted) {
      if (timestamp < firstDecodable || (length > 0 && timestamp === sorted[length - 1])) continue;
      sorted[length++] = timestamp;
    }
    const timestampsSeconds = sorted.subarray(0, length);
    const keyRanks = [...new Set(this.#keyTimestamps)]
      .sort((a, b) => a - b)
      .map((timestamp) => rankOf(timestampsSeconds, timestamp))
      .filter((rank) => rank >= 0);
    return { timestampsSeconds, keyRanks, lastDurationSeconds: this.#last.duration };
  }
}

/** The rank with exactly this timestamp, or -1. */
export function rankOf(timestampsSeconds: Float64Array, timestamp: number): number {
  const rank = lastAtOrBefore(timestampsSeconds, timestamp);
  return timestampsSeconds[rank] === timestamp ? rank : -1;
}

/** The last position whose value is at most `value`, or -1. */
export function lastAtOrBefore(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Whether gaps differ by more than rounding explains. Containers round to a tick or, passing through WebM or
 * Matroska once, to a millisecond; then a gap is off by at most one of them.
 */
export function hasVariableFrameRate(timestampsSeconds: Float64Array, tickSeconds: number): boolean {
  const count = timestampsSeconds.length;
  const first = timestampsSeconds[0];
  const last = timestampsSeconds[count - 1];
  if (count < 3 || first === undefined || last === undefined) return false;
  const meanGap = (last - first) / (count - 1);
  const tolerance = 1.01 * Math.max(tickSeconds, 0.001);
  let previous = first;
  for (const timestamp of timestampsSeconds.subarray(1)) {
    if (Math.abs(timestamp - previous - meanGap) > tolerance) return true;
    previous = timestamp;
  }
  return false;
}
