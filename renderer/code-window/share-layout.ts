import { importPreviewSchema, mediaPaths } from '#common/contract/index.ts';
import { DeepSportError } from '#common/domain/index.ts';
import type { AppState } from '../app/state/app-state.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';

/** How long the record may take to tell of a layout that the host has imported, in milliseconds. */
const patience = 5000;

/** Reads a layout from a file into the project and uses it. Rejects with one sentence for a person. */
export async function importLayout(file: File, { client, stores }: AppState): Promise<void> {
  const response = await fetch(mediaPaths.importFile(file.name), { method: 'PUT', body: file });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new DeepSportError('BAD_INPUT', told(answer) ?? texts.notReadable(file.name));
  const { importId, format } = importPreviewSchema.parse(answer);
  if (format !== 'code-window') {
    await client.handover.cancelImport({ importId });
    throw new DeepSportError('BAD_INPUT', texts.holdsEvents(file.name));
  }
  const { record, review, codeWindow } = stores;
  const before = record.getState().items['code-window'];
  // A layout belongs to no clip; the contract wants a name all the same.
  await client.handover.import({ importId, clipId: review.getState().clip?.id ?? 'none' });
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const added = [...record.getState().items['code-window'].keys()].find((id) => !before.has(id));
    if (added !== undefined) return codeWindow.getState().choose(added);
    await new Promise((later) => setTimeout(later, 50));
  }
}

const told = (answer: unknown): string | undefined => {
  const message = (answer as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : undefined;
};
