import { createContentIdentities } from '../content-identity.ts';
import type { FileStamp } from '../file-stamp.ts';

/** Under which a conversion is kept, and what its source was like when it got the name. */
export type ConversionName = { readonly name: string; readonly stamp: FileStamp };

/** Names conversions by what is in their source and by the track. */
export function createConversionNames() {
  const identify = createContentIdentities();
  return async (
    path: string,
    videoTrack: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ConversionName> => {
    const { hash, stamp } = await identify(path, signal);
    return { name: videoTrack === undefined ? hash : `${hash}-t${videoTrack}`, stamp };
  };
}
