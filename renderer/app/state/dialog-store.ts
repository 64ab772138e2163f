import { createStore } from 'zustand/vanilla';

export type DialogName =
  | 'commands'
  | 'keys'
  | 'settings'
  | 'notices'
  | 'jobs'
  | 'export'
  | 'import'
  | 'handover'
  | 'history'
  | 'item-history'
  | 'case-check'
  | 'ledger'
  | 'event'
  | 'projects'
  | 'code-window-editor'
  | 'agreement'
  | 'batch'
  | 'compare'
  | 'key-images'
  | 'stroboscope';

export type DialogState = {
  readonly dialog: DialogName | null;
  readonly open: (dialog: DialogName) => void;
  readonly close: () => void;
};

/** What is open over the window; one at a time. */
export const createDialogStore = () =>
  createStore<DialogState>()((set) => ({
    dialog: null,
    open: (dialog) => set({ dialog }),
    close: () => set({ dialog: null }),
  }));
