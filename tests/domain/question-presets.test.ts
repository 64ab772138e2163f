import { describe, expect, it } from 'vitest';
import { answerFormSchema, askRequestSchema } from '#common/contract/index.ts';
import {
  answerDimensions,
  nanoQuestions,
  type QuestionPreset,
  questionPresets,
  questionSportNamed,
  questionSports,
  sportLayouts,
} from '#common/domain/index.ts';

const all: readonly (readonly [string, readonly QuestionPreset[]])[] = questionSports.flatMap((sport) =>
  answerDimensions.map((dimension) => [`${sport}, ${dimension}`, questionPresets[sport][dimension]] as const),
);

describe('Questions ready to be asked', () => {
  it('are there for the twelve sports of the paper and each dimension', () => {
    expect(questionSports).toHaveLength(12);
    for (const [where, presets] of all) {
      expect(presets.length, where).toBeGreaterThanOrEqual(2);
      expect(presets.length, where).toBeLessThanOrEqual(4);
    }
  });

  it('can be asked as they stand, and have names of their own', () => {
    for (const [where, presets] of all) {
      expect(new Set(presets.map(({ name }) => name)).size, where).toBe(presets.length);
      for (const { question, form } of presets) {
        expect(answerFormSchema.safeParse(form).success, question).toBe(true);
        expect(askRequestSchema.safeParse({ clipId: 'c', question, form }).success, question).toBe(true);
      }
    }
  });

  it('offer each choice once', () => {
    for (const [, presets] of all) {
      for (const { question, form } of presets) {
        if (form.kind !== 'choice') continue;
        expect(new Set(form.options).size, question).toBe(form.options.length);
        // Options are written with commas between them when a person changes them.
        expect(form.options.join('')).not.toMatch(/[,;]/);
      }
    }
  });

  it('have an answer with time spans in every sport', () => {
    for (const sport of questionSports) {
      expect(questionPresets[sport].recognition.some(({ form }) => form.kind === 'spans')).toBe(true);
    }
  });

  it('are Nano’s own word for word, in free text', () => {
    expect(nanoQuestions.map(({ question, form }) => [question, form.kind])).toEqual([
      ['When does the diver leave the board?', 'text'],
      ['When does the diver touch the water?', 'text'],
      ['Which frames show the flight?', 'text'],
      ['How many frames does the flight last?', 'text'],
    ]);
  });

  it('are found by the name that a code window gives its sport', () => {
    expect(questionSportNamed('table-tennis')).toBe('Table tennis');
    expect(questionSportNamed(' Soccer ')).toBe('Soccer');
    expect(questionSportNamed('Curling')).toBeUndefined();
    expect(questionSportNamed('')).toBeUndefined();
    expect(sportLayouts.map(({ sport }) => questionSportNamed(sport)).sort()).toEqual(
      questionSports.toSorted(),
    );
  });
});
