import { codeColours } from '../code-edits.ts';
import type { CodeButton, CodeWindow } from '../record-items.ts';

/** A button before it has an id and a colour. */
export type ButtonPlan = Omit<CodeButton, 'id' | 'colour' | 'links'> & {
  /** Texts of the buttons pressed along with it. */
  readonly links: readonly string[];
};

const plain = {
  kind: 'code',
  group: '',
  mode: 'moment',
  leadSeconds: 0,
  lagSeconds: 0,
  exclusiveGroup: '',
  links: [],
} as const;

/** One press tags from `lead` seconds before to `lag` seconds after; the key by its sign. */
export const moment = (
  text: string,
  key: string,
  lead: number,
  lag: number,
  links: readonly string[] = [],
): ButtonPlan => ({ ...plain, text, key: keyCode(key), leadSeconds: lead, lagSeconds: lag, links });

/** Begins and ends by a press each. */
export const toggle = (text: string, key: string): ButtonPlan => ({
  ...plain,
  text,
  key: keyCode(key),
  mode: 'toggle',
});

/** Toggles of which one runs at a time, as `text: key`. */
export const oneOf = (group: string, keys: Readonly<Record<string, string>>): readonly ButtonPlan[] =>
  Object.entries(keys).map(([text, key]) => ({ ...toggle(text, key), exclusiveGroup: group }));

/** Labels of a group, of which an event has one, as `text: key`. */
export const labels = (group: string, keys: Readonly<Record<string, string>>): readonly ButtonPlan[] =>
  Object.entries(keys).map(([text, key]) => ({
    ...plain,
    kind: 'label',
    text,
    group,
    key: keyCode(key),
    exclusiveGroup: group,
  }));

const keyCode = (sign: string): string | null =>
  sign === '' ? null : /\d/.test(sign) ? `Digit${sign}` : `Key${sign.toUpperCase()}`;

const labelColour = '#999999';

/** A layout with its buttons numbered and coloured in their order. */
export function sportLayout(
  sport: string,
  ...plans: readonly (ButtonPlan | readonly ButtonPlan[])[]
): CodeWindow {
  const buttons = plans.flat();
  const id = (at: number) => `b${at + 1}`;
  const codes = buttons.filter(({ kind }) => kind === 'code');
  const colour = (plan: ButtonPlan) =>
    plan.kind === 'label'
      ? labelColour
      : (codeColours[codes.indexOf(plan) % codeColours.length] ?? labelColour);
  return {
    kind: 'code-window',
    id: `preset-${sport.toLowerCase().replaceAll(' ', '-')}`,
    name: sport,
    sport,
    columns: 2,
    buttons: buttons.map((plan, at) => ({
      ...plan,
      id: id(at),
      colour: colour(plan),
      links: plan.links.map((text) => id(buttons.findIndex((each) => each.text === text))),
    })),
  };
}
