import type { Command } from './command.ts';

/** Handing over, and numbers. */
export const handoverCommands: readonly Command[] = [];
