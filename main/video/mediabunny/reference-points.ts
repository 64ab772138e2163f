import type { InputTrack } from 'mediabunny';

type ReferencePoint = { readonly data?: Uint8Array };

/**
 * mediabunny 1.61 remembers places in an MPEG-TS by which it seeks, and with each of them the picture's data, which
 * it never looks at again: in sum most of the file. Here each is kept without.
 */
export function keepReferencePointsSmall(tracks: readonly InputTrack[]): void {
  for (const track of tracks) {
    const { _backing } = track as unknown as {
      _backing?: { elementaryStream?: { referencePesPackets?: ReferencePoint[] } };
    };
    const points = _backing?.elementaryStream?.referencePesPackets;
    if (!Array.isArray(points)) continue;
    const insert = points.splice.bind(points);
    points.splice = (at: number, count: number, ...added: ReferencePoint[]) =>
      insert(at, count, ...added.map(({ data: _, ...place }) => place));
  }
}
