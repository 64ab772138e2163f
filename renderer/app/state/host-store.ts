import { createStore } from 'zustand/vanilla';
import type { ApplicationInfo } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import type { ConnectionStatus } from '../../client/client.ts';

export type HostState = {
  readonly connection: ConnectionStatus;
  /** Null until the host has answered. */
  readonly info: ApplicationInfo | null;
  /** Newest first; null until the host has answered. */
  readonly clips: readonly ClipInfo[] | null;
  readonly change: (change: Partial<Pick<HostState, 'connection' | 'info' | 'clips'>>) => void;
};

/** What is known of the host and of the project's clips. */
export const createHostStore = () =>
  createStore<HostState>()((set) => ({
    connection: 'connecting',
    info: null,
    clips: null,
    change: (change) => set(change),
  }));

export type HostStore = ReturnType<typeof createHostStore>;
