import { createStore } from 'zustand/vanilla';
import { eventFormats } from '#common/domain/index.ts';
import type { LayoutStorage } from './layout-store.ts';

const formats = [...eventFormats, 'html', 'pdf', 'case'] as const;
export type HandoverFormat = (typeof formats)[number];

/** What a person chose in the dialog last; remembered on this machine. */
export type HandoverChoice = {
  readonly format: HandoverFormat;
  readonly scope: 'clip' | 'all' | 'selected';
  readonly asciiOnly: boolean;
  readonly title: string;
  readonly pictures: boolean;
  readonly numbers: boolean;
  /** Whether the questions of the clips are told in full. */
  readonly questions: boolean;
  /** Whether a case is signed. */
  readonly sign: boolean;
};

export type HandoverState = {
  readonly choice: HandoverChoice;
  /** A file that was dropped on the window to be imported; null for none. */
  readonly file: File | null;
  readonly choose: (choice: Partial<HandoverChoice>) => void;
  readonly setFile: (file: File | null) => void;
};

const key = 'deepsport.handover';
const first: HandoverChoice = {
  format: 'sportscode',
  scope: 'clip',
  asciiOnly: false,
  title: '',
  pictures: true,
  numbers: true,
  questions: true,
  sign: false,
};

export function createHandoverStore(storage: LayoutStorage | undefined) {
  const store = createStore<HandoverState>()((set) => ({
    choice: { ...first, ...remembered(storage) },
    file: null,
    choose: (choice) => set((state) => ({ choice: { ...state.choice, ...choice } })),
    setFile: (file) => set({ file }),
  }));
  store.subscribe(({ choice }, before) => {
    if (choice === before.choice) return;
    try {
      storage?.setItem(key, JSON.stringify(choice));
    } catch {
      // A full or forbidden storage only means that the choice is not remembered.
    }
  });
  return store;
}

function remembered(storage: LayoutStorage | undefined): Partial<HandoverChoice> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const kept = Object.entries(value).filter(
      ([name, setting]) => name in first && typeof setting === typeof first[name as keyof HandoverChoice],
    );
    const { format, ...choice }: Partial<HandoverChoice> = Object.fromEntries(kept);
    const known = formats.find((each) => each === format);
    // Selected events are gone by then, and a title belongs to one report.
    return { ...choice, ...(known ? { format: known } : {}), scope: 'clip', title: '' };
  } catch {
    return {};
  }
}
