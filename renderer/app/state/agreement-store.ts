import { createStore } from 'zustand/vanilla';
import type { FileMarking } from '#common/domain/index.ts';

/** What somebody else marked on a clip, as a file told it. */
export type OtherMarking = FileMarking & { readonly clipId: string; readonly fileName: string };

export type AgreementState = {
  /** The last one that was read: it stays while a person looks at the frames of its rows. */
  readonly other: OtherMarking | null;
  readonly setOther: (other: OtherMarking | null) => void;
};

export const createAgreementStore = () =>
  createStore<AgreementState>()((set) => ({ other: null, setOther: (other) => set({ other }) }));
