import { choice, number, type SportQuestions, spans, text } from './preset.ts';

const unclear = 'Cannot tell';

export const diving: SportQuestions = {
  recognition: [
    spans('Phases', 'Find approach, take-off, flight and entry. Call each by its name.'),
    text('Dive number', 'What is the dive number?'),
    number('Somersaults', 'How many half somersaults does the diver make?', 'half somersaults'),
    choice('Position', 'In which position is the dive done?', 'Straight', 'Pike', 'Tuck', 'Free', unclear),
  ],
  rules: [
    choice(
      'Group',
      'From which group is the dive?',
      'Forward',
      'Back',
      'Reverse',
      'Inward',
      'Twisting',
      'Armstand',
      unclear,
    ),
    choice('Entry', 'Which part enters the water first?', 'Hands', 'Feet', 'Another part', unclear),
    choice(
      'Balk',
      'Is the start clean?',
      'Clean',
      'Balk or restart',
      'Double bounce',
      'Touches the board',
      unclear,
    ),
  ],
  assessment: [
    text('Entry', 'Assess the entry: angle, alignment of the body, splash. Name the frames.'),
    text('Take-off', 'Assess the take-off: balance, height, distance from the board. Name the frames.'),
    text('Position', 'How well is the position held in flight: knees, toes, hips? Name the frames.'),
  ],
  commentary: [
    text('Live call', 'Commentate this dive in two or three sentences, as on live television.'),
    text('Report', 'Describe the dive in one sentence for a report.'),
  ],
};

export const gymnastics: SportQuestions = {
  recognition: [
    spans('Elements', 'Find each element. Call it by its name.'),
    choice(
      'Apparatus',
      'On which apparatus is it?',
      'Floor',
      'Vault',
      'Beam',
      'Uneven bars',
      'Horizontal bar',
      'Parallel bars',
      'Rings',
      'Pommel horse',
    ),
    number('Twists', 'How many half twists does the last element have?', 'half twists'),
    choice('Position', 'In which position is the salto done?', 'Tuck', 'Pike', 'Layout', unclear),
  ],
  rules: [
    choice('Landing', 'How is the landing?', 'Stuck', 'Small step', 'Large step', 'Fall', unclear),
    choice('Out of bounds', 'Does the gymnast leave the floor area?', 'Inside', 'Out of bounds', unclear),
    spans(
      'Deductions',
      'Find each fault of execution. Call it by what is wrong: Bent knees, Feet apart, Step, Fall.',
    ),
  ],
  assessment: [
    text('Execution', 'Assess the execution: form, amplitude, landing. Name the frames.'),
    text('Next step', 'What should the gymnast work on first, and which frames show it?'),
  ],
  commentary: [
    text('Live call', 'Commentate this routine in two or three sentences, as on live television.'),
    text('Report', 'Describe the routine in one sentence for a report.'),
  ],
};
