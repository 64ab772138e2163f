export const recordTexts = {
  undone: (title: string) => `Undone: ${title}.`,
  redone: (title: string) => `Done again: ${title}.`,
  nothingToUndo: 'There is nothing to undo.',
  nothingToRedo: 'There is nothing to do again.',
  /** For the history. */
  edits: {
    tag: (code: string) => `Tag ${code}`,
    accept: (count: number) => (count === 1 ? 'Accept a proposal' : `Accept ${count} proposals`),
    reject: (count: number) => (count === 1 ? 'Reject a proposal' : `Reject ${count} proposals`),
    change: (code: string) => `Change ${code}`,
    remove: (count: number) => (count === 1 ? 'Remove an event' : `Remove ${count} events`),
  },
} as const;
