import type { AgreementKind, Kappa } from '#common/domain/index.ts';
import {
  borderToleranceFrames,
  matchedOverlap,
  shortEventSeconds,
  type Trajectory,
} from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

export const agreementTexts = {
  blind: 'Blind: I mark first',
  blindShort: 'Blind',
  blindHelp:
    'You mark before you see. Until you reveal it, nothing of the answer is shown, proposed or handed over.',
  askedBlind: 'Asked blind',
  veiledStatuses: {
    running: 'The model is at work. Mark what you see meanwhile.',
    answered: 'The model has answered. Mark what you see, then reveal its answer.',
    failed: 'It ended without an answer.',
    cancelled: 'Cancelled. What was done until then can be revealed.',
  } satisfies Record<Trajectory['status'], string>,
  turns: (count: number) => plural(count, 'turn'),
  frames: (count: number) => `${plural(count, 'frame')} sent`,
  tokens: (count: number) => `${formatCount(count)} tokens`,
  marked: (count: number, hasScope: boolean) =>
    count === 0
      ? `You have marked nothing in this ${hasScope ? 'range' : 'clip'} yet.`
      : `You marked ${plural(count, 'event')} in this ${hasScope ? 'range' : 'clip'}.`,
  reveal: 'Reveal',
  revealing: 'Revealing',
  revealedAt: (time: string) => `Revealed at ${time}`,
  revealedBefore: (time: string) =>
    `Revealed at ${time} and veiled again by undo. What was seen stays seen: this marking is not blind any more.`,
  veiledAgain: (question: string) =>
    `The answer to “${question}” is veiled again, and its proposals are taken back. What was seen stays seen.`,
  veiledAnswer: 'asked blind',
  askAgain: 'Ask again',
  noneToReveal: 'The question shown was not asked blind, or is revealed already.',
  stillAnswered: 'The question is still being answered. Reveal it when it has ended.',

  disagreements: 'You and the model',
  nothingNamed: 'The answer names no range, so there is nothing to compare with your events.',
  nothingMarked: 'Neither side marks anything here.',
  you: 'you',
  yours: 'this project',
  only: (side: string) => `Only ${side}`,
  code: 'Code',
  kinds: { matched: 'Same', shifted: 'Shifted' } satisfies Partial<Record<AgreementKind, string>>,
  observed: 'Agree',
  kappa: 'κ',
  total: 'All codes',
  noKappa: '–',
  observedHelp: 'Observed agreement: the share of the time in which both say the same.',
  kappaHelp: 'Cohen’s kappa: 1 is the same marking, 0 what chance alone would give.',
  whyNoKappa: (kappa: Kappa, first: string, second: string): string => {
    if (kappa.value !== null) return '';
    const [side, how] = kappa.because.split('-');
    const who = side === 'first' ? first : second;
    return how === 'never'
      ? `No kappa: no frame here is marked by ${who}, so there is nothing that chance could match.`
      : `No kappa: every frame here is marked by ${who}, so there is nothing that chance could miss.`;
  },
  rowsOf: (code: string, count: number) => `${code}: show ${plural(count, 'row')}`,
  overlap: (share: number) => `overlap ${Math.round(share * 100)} %`,
  borders: (start: number, end: number) => `${signed(start)} / ${signed(end)}`,
  bordersHelp: 'Frames from the first side’s borders to the other’s: beginning and end.',
  openRange: (side: string, range: string) => `Show ${side} ${range}`,
  countAs: (code: string) => `Compare “${code}” with`,
  itself: 'its own name',
  codesCompared: (count: number, total: number) => `Codes compared: ${count} of ${total}`,
  moreRows: (count: number) => `and ${formatCount(count)} more: copy the rows to see all`,
  how: 'How this is counted',
  howWords: [
    `Same: the ranges share at least ${Math.round(matchedOverlap * 100)} % of the time that either covers. Events shorter than ${shortEventSeconds} s are the same, too, where both borders are within ${borderToleranceFrames} frames: for so short an event the overlap tells how sharp the eye is, not whether it was the same moment.`,
    'Shifted: the ranges share a frame, but less than that. Each range counts once; the best pairs are made first.',
    'Kappa (Cohen 1960): each frame is marked with the code or is not, and weighs as long as it is shown. κ = (agreement − agreement by chance) / (1 − agreement by chance). It is not defined where one side never or always marks.',
    'All codes: counts and times added up.',
  ],
  howBlind:
    'Your side is what you had marked when you revealed the answer: what you change afterwards does not count.',
  copyNumbers: 'Copy numbers as CSV',
  copyRows: 'Copy rows as CSV',
  copied: 'Copied',

  compare: 'Compare with another marking',
  compareHelp:
    'The events of this clip beside those of a file: Sportscode XML, CSV, TSV or JSON lines. Nothing is taken into the project.',
  choose: 'Choose a file',
  chooseOther: 'Choose another file',
  reading: (name: string) => `Reading ${name}`,
  noClip: 'Open the clip first that both have marked.',
  noEvents: 'This is no file of events. Choose a file of events of this clip.',
  leftOut: (count: number) => `${plural(count, 'event')} of the file could not be placed on this clip.`,
  within: 'Compare',
  wholeClip: 'Whole clip',
  range: (range: string) => `Range ${range}`,

  commands: {
    blind: 'Ask blind, or not: I mark first',
    reveal: 'Reveal the answer',
    compare: 'Compare with another marking…',
  },
} as const;

const signed = (frames: number): string =>
  frames === 0 ? '0' : `${frames > 0 ? '+' : '−'}${Math.abs(frames)}`;
