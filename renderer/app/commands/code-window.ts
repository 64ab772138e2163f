import type { Command } from './command.ts';

/** The code window. */
export const codeWindowCommands: readonly Command[] = [];
