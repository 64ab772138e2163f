import type { shellTexts } from '../../texts/app.ts';
import type { KeyBinding } from '../keys.ts';
import type { AppState } from '../state/app-state.ts';
import type { DialogName } from '../state/dialog-store.ts';

/** What commands act on. */
export type CommandContext = { readonly app: AppState; readonly openDialog: (dialog: DialogName) => void };

export type CommandGroup = keyof typeof shellTexts.groups;

export type Command = {
  readonly id: string;
  readonly name: string;
  readonly group: CommandGroup;
  /** As the application comes; a person may give others. */
  readonly keys: readonly KeyBinding[];
  readonly run: (context: CommandContext) => void;
  /** Held down it runs again and again. */
  readonly repeats?: boolean;
};

export const review = ({ app }: CommandContext) => app.stores.review.getState();
export const questions = ({ app }: CommandContext) => app.stores.questions.getState();
export const layout = ({ app }: CommandContext) => app.stores.layout.getState();
export const record = ({ app }: CommandContext) => app.stores.record.getState();
export const events = ({ app }: CommandContext) => app.stores.events.getState();
