import type { Author, Code, ImportFormat, Label } from '#common/domain/index.ts';

/** A time as a file gives it: seconds, a frame of the clip, or a timecode that counts frames within its second. */
export type FoundTime =
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'timecode'; readonly seconds: number; readonly frames: number };

/** An event as it stands in a file, before anybody knows the clip. */
export type FoundEvent = {
  readonly codeName: string;
  /** Null where it is missing or cannot be read. */
  readonly start: FoundTime | null;
  readonly end: FoundTime | null;
  readonly labels: readonly Label[];
  readonly note: string;
  /** The clip that the file names; empty for none. */
  readonly clipName: string;
  /** Null where the file does not say: then it is the person's who imports it. */
  readonly by: Author | null;
  readonly evidence: readonly number[];
  /** What was mended while reading. */
  readonly notes: readonly string[];
};

export type FoundCode = {
  readonly name: string;
  readonly colour: string;
  /** Only our own files say. */
  readonly role?: Code['role'] | undefined;
};

/** What was read of a file. */
export type FoundEvents = {
  readonly format: ImportFormat;
  readonly events: readonly FoundEvent[];
  readonly codes: readonly FoundCode[];
  /** Sentences on the file as a whole. */
  readonly remarks: readonly string[];
};

/** More than that is no file of one clip's events. */
export const mostEvents = 200_000;
export const tooManyEvents = 'The file holds more than 200 000 events: those after them are left out.';

/** Longer texts are cut, as a project keeps no longer ones. */
const longest = { code: 120, group: 120, label: 400, note: 4000, labels: 100, evidence: 1000 } as const;

/** An event whose texts fit a project; what was cut is noted. */
export function fitting(found: FoundEvent): FoundEvent {
  const notes = [...found.notes];
  const cut = (text: string, length: number) => {
    const whole = text.toWellFormed();
    if (whole.length <= length) return whole;
    if (!notes.includes('a text was too long: cut')) notes.push('a text was too long: cut');
    return whole.slice(0, length).toWellFormed();
  };
  return {
    ...found,
    codeName: cut(printable(found.codeName).trim(), longest.code).trim(),
    labels: found.labels
      .filter(({ text }) => text !== '')
      .slice(0, longest.labels)
      .map(({ group, text }) => ({ group: cut(group, longest.group), text: cut(text, longest.label) })),
    note: cut(found.note, longest.note),
    evidence: found.evidence
      .filter((frame) => Number.isSafeInteger(frame) && frame >= 0)
      .slice(0, longest.evidence),
    notes,
  };
}

/** A name on one line, without signs that nobody sees. */
const printable = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');
