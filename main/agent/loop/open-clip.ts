import type { ClipInfo } from '#common/domain/index.ts';
import type { ClipReading } from '#main/video/index.ts';

/** A clip of the registry, with its file and how that is read. */
export type OpenClip = { readonly info: ClipInfo; readonly source: ClipReading };
