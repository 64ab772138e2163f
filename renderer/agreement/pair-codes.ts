import type { Mark } from '#common/domain/index.ts';

/** Codes that only one side has: what the other calls by another name can be told to be the same. */
export type UnpairedCodes = { readonly first: readonly string[]; readonly second: readonly string[] };

export function unpairedCodes(first: readonly Mark[], second: readonly Mark[]): UnpairedCodes {
  const [ours, theirs] = [first, second].map((marks) => new Set(marks.map(({ codeName }) => codeName))) as [
    Set<string>,
    Set<string>,
  ];
  return { first: [...ours.difference(theirs)].sort(), second: [...theirs.difference(ours)].sort() };
}

/** The same marks, some counted under another name. */
export const asNamed = (marks: readonly Mark[], names: Readonly<Record<string, string>>): readonly Mark[] =>
  marks.map((mark) => ({ ...mark, codeName: names[mark.codeName] ?? mark.codeName }));
