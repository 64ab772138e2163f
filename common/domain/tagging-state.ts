import type { FrameTimes } from './clip.ts';
import type { FrameRange } from './frame-range.ts';
import type { RecordChange, RecordItems } from './project-record.ts';
import type { Label } from './record-items.ts';

/** A code begun by a toggle and not ended yet. It keeps what its button said when it was pressed. */
export type CodeUnderWay = {
  readonly clipId: string;
  readonly codeWindowId: string;
  readonly buttonId: string;
  readonly codeName: string;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly exclusiveGroup: string;
  /** The frame shown at the press that began it. */
  readonly start: number;
  readonly labels: readonly Label[];
};

/** What a person is in the middle of. A value: each press gives the next one. */
export type Tagging = {
  /** On all clips; what belongs to another clip than the one shown waits for it. */
  readonly underWay: readonly CodeUnderWay[];
  /** What the last press of a code began or tagged: labels go there. */
  readonly last: { readonly buttonIds: readonly string[]; readonly eventIds: readonly string[] };
};

const nothingLast: Tagging['last'] = { buttonIds: [], eventIds: [] };
export const noTagging: Tagging = { underWay: [], last: nothingLast };

/** Labels no longer go to what was tagged last: a person has selected other events since. */
export const forgetLast = (tagging: Tagging): Tagging => ({ ...tagging, last: nothingLast });

/** Where and when something is pressed, and what there is. */
export type PressContext = {
  readonly clipId: string;
  readonly times: Pick<FrameTimes, 'timestampsSeconds'>;
  /** The frame on the screen at the press, so that it is right at any speed and in reverse. */
  readonly frame: number;
  readonly items: RecordItems;
  /** Events selected elsewhere, by id. */
  readonly selected: readonly string[];
  readonly createId: () => string;
  /** ISO 8601, UTC. */
  readonly now: string;
};

/** A code with the range that a press gives it. */
export type TaggedCode = Pick<CodeUnderWay, 'codeName' | 'colour' | 'exclusiveGroup' | 'labels'> & {
  readonly range: FrameRange;
};

/** What comes of a press. */
export type Pressed = {
  readonly tagging: Tagging;
  /** One edit; empty where something only began. */
  readonly changes: readonly RecordChange[];
  readonly tagged: readonly TaggedCode[];
  readonly begun: readonly CodeUnderWay[];
  /** What a press of labels alone did to what was in hand; null for any other press. */
  readonly labelled: {
    readonly labels: readonly Label[];
    readonly how: 'given' | 'taken' | 'nowhere';
  } | null;
  /** Names of locked codes, under which nothing is tagged. */
  readonly refused: readonly string[];
};
