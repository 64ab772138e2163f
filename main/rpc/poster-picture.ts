import type { StoredClip } from '../project/project-store.ts';
import type { Services } from './services.ts';

type Parts = {
  readonly project: { listClips(): readonly Pick<StoredClip, 'clipId'>[] };
  readonly clips: Pick<Services['clips'], 'get' | 'sourceOf'>;
  readonly video: Pick<Services['video'], 'picture'>;
};

const size = { width: 320, height: 180 };

/** A small JPEG from the middle of the open project's newest clip whose file is there; undefined where there is none. */
export async function posterPicture(
  { project, clips, video }: Parts,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  for (const { clipId } of project.listClips()) {
    if (signal.aborted) return undefined;
    try {
      const { frameCount } = await clips.get(clipId, { signal });
      const source = await clips.sourceOf(clipId, { signal });
      return (await video.picture(source, Math.floor(frameCount / 2), 'jpeg', size, { signal })).bytes;
    } catch {
      // Its file is gone: the next one may be there.
    }
  }
  return undefined;
}
