import { DeepSportError } from '#common/domain/index.ts';
import type { AppState } from '../app/state/app-state.ts';
import { uploadImport } from '../client/media-upload.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';

/** How long the record may take to tell of a layout that the host has imported, in milliseconds. */
const patience = 5000;

/** Reads a layout from a file into the project and uses it. Rejects with one sentence for a person. */
export async function importLayout(
  file: File,
  { client, stores }: AppState,
  signal: AbortSignal,
): Promise<void> {
  const clipId = stores.review.getState().clip?.id;
  const { importId, format } = await uploadImport(file, { signal, ...(clipId ? { clipId } : {}) });
  if (format !== 'code-window') {
    await client.handover.cancelImport({ importId });
    throw new DeepSportError('BAD_INPUT', texts.holdsEvents(file.name));
  }
  const before = stores.record.getState().items['code-window'];
  // A layout belongs to no clip; the contract wants a name all the same.
  await client.handover.import({ importId, clipId: clipId ?? 'none' });
  const until = Date.now() + patience;
  while (Date.now() < until && !signal.aborted) {
    const windows = stores.record.getState().items['code-window'].keys();
    const added = [...windows].find((id) => !before.has(id));
    if (added !== undefined) return stores.codeWindow.getState().choose(added);
    await new Promise((later) => setTimeout(later, 50));
  }
}
