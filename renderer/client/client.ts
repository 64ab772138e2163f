import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#common/contract/index.ts';

/** What every feature calls. Electron, the browser and the fake for development all give this same type. */
export type Client = ContractRouterClient<Contract>;

/** `lost` means that calls wait until the connection is there again. */
export type ConnectionStatus = 'connecting' | 'open' | 'lost';
