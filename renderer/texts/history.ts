export const historyTexts = {
  title: 'History',
  help: 'Choose an edit to go back or forward to the moment after it.',
  empty: 'Nothing has been edited yet. Each tag, move and label will stand here.',
  start: 'Before the first of these edits',
  by: { person: 'Person', model: (engine: string) => `Accepted from ${engine}` },
  undone: 'undone',
  now: 'now',
  failed: 'The history could not be read. Close it and open it again.',
  close: 'Close',
} as const;
