import type { ServerCapabilities } from '#common/domain/index.ts';

/**
 * Keeps what servers turned out to do, so that they are not tried at each start. `key` names a server's address and
 * model. What it does not know, or cannot read, it does not have; it never throws.
 */
export interface CapabilityStore {
  get(key: string): Promise<ServerCapabilities | undefined>;
  set(key: string, capabilities: ServerCapabilities): Promise<void>;
}
