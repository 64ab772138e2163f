import type { Command } from './command.ts';

/** Drawing and measuring. */
export const drawingCommands: readonly Command[] = [];
