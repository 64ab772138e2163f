import { createStore } from 'zustand/vanilla';
import {
  type AnswerDimension,
  type AnswerForm,
  answerDimensions,
  type ItemOf,
  type QuestionPreset,
  type QuestionSport,
  questionSportNamed,
} from '#common/domain/index.ts';
import type { LayoutStorage } from './layout-store.ts';

export type AskingState = {
  /** Chosen by the person on this page; null while they have not. */
  readonly sport: QuestionSport | null;
  /** Chosen some other time on this machine. */
  readonly sportBefore: QuestionSport | null;
  readonly dimension: AnswerDimension;
  /** How the answer is asked for. */
  readonly form: AnswerForm;
  /** What is asked about, by the id of the choice; null for what is selected. */
  readonly about: string | null;
  readonly selectedLast: 'range' | 'events';
  /** Whether the next question is asked blind: the person marks first. */
  readonly blind: boolean;

  readonly chooseSport: (sport: QuestionSport) => void;
  readonly chooseDimension: (dimension: AnswerDimension) => void;
  readonly chooseForm: (form: QuestionPreset['form']) => void;
  readonly chooseAbout: (about: string) => void;
  readonly chooseBlind: (blind: boolean) => void;
  /** Something was selected or let go: the question is about that again. */
  readonly followSelection: (selectedLast: 'range' | 'events') => void;
};

const key = 'deepsport.asking';
export const freeText: AnswerForm = { kind: 'text' };

/** How the next question is put; sport, dimension, and whether it is blind, are remembered on this machine. */
export function createAskingStore(storage: LayoutStorage | undefined) {
  const store = createStore<AskingState>()((set) => ({
    sport: null,
    form: freeText,
    about: null,
    selectedLast: 'range',
    ...remembered(storage),
    chooseSport: (sport) => set({ sport, sportBefore: sport }),
    chooseDimension: (dimension) => set({ dimension }),
    chooseForm: (form) => set({ form }),
    chooseAbout: (about) => set({ about }),
    chooseBlind: (blind) => set({ blind }),
    followSelection: (selectedLast) => set({ about: null, selectedLast }),
  }));
  store.subscribe((now, before) => {
    const { sportBefore: sport, dimension, blind } = now;
    if (sport === before.sportBefore && dimension === before.dimension && blind === before.blind) return;
    try {
      storage?.setItem(key, JSON.stringify({ sport, dimension, blind }));
    } catch {
      // A full or forbidden storage only means that the choice is not remembered.
    }
  });
  return store;
}

export type AskingStore = ReturnType<typeof createAskingStore>;

function remembered(
  storage: LayoutStorage | undefined,
): Pick<AskingState, 'sportBefore' | 'dimension' | 'blind'> {
  const nothing = { sportBefore: null, dimension: answerDimensions[0], blind: false };
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? 'null');
    if (typeof value !== 'object' || value === null) return nothing;
    const { sport, dimension, blind } = value as Record<string, unknown>;
    return {
      sportBefore: questionSportNamed(String(sport)) ?? null,
      dimension: answerDimensions.find((each) => each === dimension) ?? nothing.dimension,
      blind: blind === true,
    };
  } catch {
    return nothing;
  }
}

/** The sport asked about: the person's choice, else that of the project's code windows, else the one before. */
export function sportInForce(
  { sport, sportBefore }: Pick<AskingState, 'sport' | 'sportBefore'>,
  codeWindows: Iterable<ItemOf<'code-window'>>,
): QuestionSport {
  const ofWindows = [...codeWindows].flatMap((each) => questionSportNamed(each.sport) ?? [])[0];
  return sport ?? ofWindows ?? sportBefore ?? 'Diving';
}
