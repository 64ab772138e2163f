import { randomUUID } from 'node:crypto';
import type { ProjectFile, Row } from './file/open-project-file.ts';
import type { ProjectStore, StoredClip } from './project-store.ts';
import type { RecordStore } from './record/create-record-store.ts';
import type { ClipState } from './record/edit-history.ts';
import { fromStoredPath, toStoredPath } from './stored-path.ts';

export type ClipStoreParts = {
  readonly file: ProjectFile;
  readonly changeClip: RecordStore['changeClip'];
  /** The project's own file, to which the clips' paths are relative. */
  readonly path: string;
};

type ClipStore = Pick<
  ProjectStore,
  'addClip' | 'setCaptureRate' | 'setClipFile' | 'removeClip' | 'listClips'
>;

export function createClipStore({ file, changeClip, path }: ClipStoreParts): ClipStore {
  const stateOf = (clipId: string): (ClipState & { readonly name: string }) | undefined => {
    const [row] = file.rows('SELECT name, listed, capture_rate FROM clips WHERE clip_id = ?', clipId);
    return (
      row && {
        name: String(row.name),
        listed: row.listed === 1,
        captureRate: numberOrNull(row.capture_rate),
      }
    );
  };
  const change = (clipId: string, title: string, before: ClipState, after: ClipState) => {
    changeClip({ editId: randomUUID(), title, clipId, before, after });
  };

  return {
    addClip(clip, { inHistory = true } = {}) {
      const { clipId, captureRate } = clip;
      const before = stateOf(clipId) ?? { listed: false, captureRate: null };
      const put = [
        clipId,
        clip.name,
        toStoredPath(path, clip.path),
        clip.videoTrack,
        captureRate,
        clip.addedAt,
        clip.contentHash,
        clip.sizeBytes,
      ] as const;
      if (before.listed || !inHistory) file.transaction((write) => write('putClip', ...put));
      else {
        const { listed, captureRate: rate } = before;
        changeClip(
          {
            editId: randomUUID(),
            title: `Add ${clip.name}`,
            clipId,
            before: { listed, captureRate: rate },
            after: { listed: true, captureRate },
          },
          (write) => write('putClip', ...put),
        );
      }
    },
    setCaptureRate(clipId, captureRate) {
      const known = stateOf(clipId);
      if (!known || known.captureRate === captureRate) return;
      const { name, listed } = known;
      const title =
        captureRate === null ? `Take back the capture rate of ${name}` : `${name} at ${captureRate} frames/s`;
      change(clipId, title, { listed, captureRate: known.captureRate }, { listed, captureRate });
    },
    setClipFile(clipId, { path: clipPath, contentHash, sizeBytes }) {
      file.transaction((write) =>
        write('placeClip', toStoredPath(path, clipPath), contentHash, sizeBytes, clipId),
      );
    },
    removeClip(clipId) {
      const known = stateOf(clipId);
      if (!known?.listed) return;
      const { name, captureRate } = known;
      change(clipId, `Remove ${name}`, { listed: true, captureRate }, { listed: false, captureRate });
    },
    // By the order of adding, not by the time of day, which may have been set back.
    listClips: () =>
      file
        .rows(
          `SELECT clip_id, name, path, video_track, capture_rate, added_at, content_hash, size_bytes FROM clips
           WHERE listed = 1 ORDER BY rowid DESC`,
        )
        .map((row) => clipOf(row, path)),
  };
}

const clipOf = (row: Row, projectPath: string): StoredClip => ({
  clipId: String(row.clip_id),
  name: String(row.name),
  path: fromStoredPath(projectPath, String(row.path)),
  videoTrack: numberOrNull(row.video_track),
  captureRate: numberOrNull(row.capture_rate),
  addedAt: String(row.added_at),
  contentHash: row.content_hash === null ? null : String(row.content_hash),
  sizeBytes: numberOrNull(row.size_bytes),
});

const numberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);
