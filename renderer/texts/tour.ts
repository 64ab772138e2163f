/** What a step is about, and which part of the window it shows. */
export type TourStep = {
  readonly title: string;
  readonly text: string;
  readonly target: string;
};

export const tourTexts = {
  tour: 'Take the tour',
  label: 'First steps',
  count: (step: number, steps: number) => `${step} of ${steps}`,
  next: 'Next',
  back: 'Back',
  leave: 'Leave',
  done: 'Done',
  steps: [
    {
      title: 'The frame is the measure',
      text: 'This number is the frame that you see, counted from 0. It means the same picture here, for the model, in exports and in reports. → and ← step, Space plays, G goes to a number.',
      target: '.frame-bar',
    },
    {
      title: 'One timeline, from the match to a frame',
      text: 'The wheel zooms under the pointer. Drag on the film, or press I and O, to select a range. Below it lie sound, motion, shots, events, looks of the model, and what nobody has looked at yet.',
      target: '.timeline__area',
    },
    {
      title: 'Tag while it plays',
      text: 'Choose a sport or make buttons of your own. A button or its key tags an event with its lead and lag, at any speed. Everything is saved as you do it; Ctrl Z takes it back.',
      target: '.code-window',
    },
    {
      title: 'Ask about what you see',
      text: 'Ask about the clip, the range, an event, or every event of a code. F hands the selected range to the model: look here.',
      target: '.question',
    },
    {
      title: 'Every answer has its frames',
      text: 'A number in an answer shows that frame. What an engine found waits as a proposal: Y accepts, N rejects, E edits. Nothing enters your record by itself.',
      target: '.answer',
    },
    {
      title: 'Everything has a key',
      text: 'Ctrl K finds any action, ? lists all keys and lets you change them.',
      target: '.rail',
    },
  ] satisfies readonly TourStep[],
} as const;
