import { boxing, fencing } from './question-presets/combat-sports.ts';
import {
  americanFootball,
  basketball,
  iceHockey,
  soccer,
  volleyball,
} from './question-presets/field-sports.ts';
import { diving, gymnastics } from './question-presets/judged-sports.ts';
import { type QuestionPreset, type SportQuestions, text } from './question-presets/preset.ts';
import { badminton, baseball, tableTennis } from './question-presets/racket-and-bat-sports.ts';

export type { QuestionPreset } from './question-presets/preset.ts';

/** Questions by sport: the twelve of the paper (DeepSport §1.4), as a code window's sport names them. */
export const questionPresets = {
  Soccer: soccer,
  Basketball: basketball,
  Volleyball: volleyball,
  'American football': americanFootball,
  'Ice hockey': iceHockey,
  Baseball: baseball,
  'Table tennis': tableTennis,
  Badminton: badminton,
  Fencing: fencing,
  Boxing: boxing,
  Diving: diving,
  Gymnastics: gymnastics,
} as const satisfies Readonly<Record<string, SportQuestions>>;

export type QuestionSport = keyof typeof questionPresets;
export const questionSports = Object.keys(questionPresets) as readonly QuestionSport[];

/** The sport that a person's word for it means, whatever its case and spaces; undefined for any other. */
export const questionSportNamed = (name: string): QuestionSport | undefined =>
  questionSports.find((sport) => plain(sport) === plain(name));

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** The four questions that Nano was trained on, word for word: it knows no others. */
export const nanoQuestions: readonly QuestionPreset[] = [
  text('Take-off', 'When does the diver leave the board?'),
  text('Entry', 'When does the diver touch the water?'),
  text('Flight', 'Which frames show the flight?'),
  text('Flight length', 'How many frames does the flight last?'),
];
