import type { Command } from './command.ts';

/** Two pictures. */
export const compareCommands: readonly Command[] = [];
