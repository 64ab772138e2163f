import type { FrameRange } from './frame-range.ts';

/** Who made something: a person, or an engine in the course of a trajectory. */
export type Author =
  | { readonly kind: 'person' }
  | { readonly kind: 'model'; readonly trajectoryId: string; readonly engine: string };

/** A word tied to an event, in a group (`Foot: left`); the group is empty where there is none. */
export type Label = { readonly group: string; readonly text: string };

/** What events are counted under; each has a row on the timeline, phases share one. */
export type Code = {
  readonly kind: 'code';
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`. */
  readonly colour: string;
  /** Rows stand from the smallest to the largest; any number, ties by name. */
  readonly order: number;
  readonly role: 'event' | 'phase';
  readonly hidden: boolean;
  /** Its events can be seen but not changed. */
  readonly locked: boolean;
};

/** An event: a tagged range of a clip. */
export type ProjectEvent = {
  readonly kind: 'event';
  readonly id: string;
  readonly clipId: string;
  readonly codeId: string;
  readonly range: FrameRange;
  readonly labels: readonly Label[];
  readonly note: string;
  readonly by: Author;
  /** Frames that an engine had before it when it said so; empty for a person's event. */
  readonly evidence: readonly number[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/** What an engine says happened. It becomes an event only when a person accepts it. */
export type Proposal = {
  readonly kind: 'proposal';
  readonly id: string;
  readonly clipId: string;
  /** The code it would be counted under, by name: that code may not exist yet. */
  readonly codeName: string;
  readonly range: FrameRange;
  readonly labels: readonly Label[];
  /** The words of the answer that it was read from. */
  readonly note: string;
  readonly trajectoryId: string;
  readonly engine: string;
  readonly evidence: readonly number[];
  /** 0 sure to 1 unsure; null where nothing is known. The most doubtful are shown first. */
  readonly doubt: number | null;
  readonly status: 'open' | 'accepted' | 'rejected';
  /** The event it became. */
  readonly eventId: string | null;
  readonly createdAt: string;
};

export const drawingShapes = [
  'line',
  'arrow',
  'path',
  'ellipse',
  'text',
  'angle',
  'distance',
  'spotlight',
  'chronometer',
] as const;
export type DrawingShape = (typeof drawingShapes)[number];

/**
 * A drawing kept as vectors, shown on each frame of its range. Points are shares of the picture's width and height
 * from the top left. line, arrow, distance: two; ellipse, spotlight: two opposite corners of the box; path: two or
 * more; text: one, its top left; angle: three, the corner in the middle; chronometer: one, its top left, where the
 * real time since the first frame of its range stands.
 */
export type DrawingItem = {
  readonly kind: 'drawing';
  readonly id: string;
  readonly clipId: string;
  readonly shape: DrawingShape;
  readonly range: FrameRange;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** `#rrggbb`. */
  readonly colour: string;
  /** Stroke, or height of the letters, as a share of the picture's height. */
  readonly size: number;
  readonly text: string;
};

/** How long something of known length is in the picture: what turns distances into metres. One for each clip. */
export type Calibration = {
  readonly kind: 'calibration';
  /** The clip's id. */
  readonly id: string;
  readonly clipId: string;
  readonly points: readonly [readonly [x: number, y: number], readonly [x: number, y: number]];
  readonly length: number;
  /** `m`, `cm`, `ft` or whatever a person writes. */
  readonly unit: string;
};

/** One button of a code window. */
export type CodeButton = {
  readonly id: string;
  /** `code` tags an event; `label` adds a label to the event being tagged or to the selected ones. */
  readonly kind: 'code' | 'label';
  /** The code's name, or the label's text. */
  readonly text: string;
  /** The group of a label; empty for none, and for a code. */
  readonly group: string;
  /** `#rrggbb`. */
  readonly colour: string;
  /** One press tags a moment with its lead and lag; a toggle begins with one press and ends with the next. */
  readonly mode: 'moment' | 'toggle';
  readonly leadSeconds: number;
  readonly lagSeconds: number;
  /** Beginning one toggle of such a group ends the others; empty for none. */
  readonly exclusiveGroup: string;
  /** A key by its place (`KeyA`, `Digit1`); null for none. */
  readonly key: string | null;
  /** Buttons pressed along with this one, by id. */
  readonly links: readonly string[];
};

/** A layout of event buttons: in a project, and as a file that can be shared. */
export type CodeWindow = {
  readonly kind: 'code-window';
  readonly id: string;
  readonly name: string;
  /** One of the sports, or whatever a person writes. */
  readonly sport: string;
  readonly columns: number;
  readonly buttons: readonly CodeButton[];
};

export type Moment = { readonly clipId: string; readonly frame: number };

/** Two moments that are the same instant, or are to be compared as such. */
export type SyncPoint = {
  readonly kind: 'sync';
  readonly id: string;
  readonly left: Moment;
  readonly right: Moment;
};

/** Marks a question as taken off the list; the trajectory itself is kept, so that this can be undone. */
export type HiddenQuestion = {
  readonly kind: 'hidden-question';
  /** The trajectory's id. */
  readonly id: string;
  readonly clipId: string;
};

/** A frame worth finding again, with a person's words. */
export type KeyImage = {
  readonly kind: 'key-image';
  readonly id: string;
  readonly clipId: string;
  readonly frame: number;
  readonly note: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

export type PlaylistEntry = {
  readonly id: string;
  readonly clipId: string;
  readonly range: FrameRange;
  /** The event it was taken from; it keeps its own range when that event is changed or removed. */
  readonly eventId: string | null;
  /** The frame at which it stands beside the others when they are stacked; null for its first. */
  readonly syncFrame: number | null;
  readonly note: string;
};

/** Ranges of any clips in the order in which a person wants to show them. */
export type Playlist = {
  readonly kind: 'playlist';
  readonly id: string;
  readonly name: string;
  readonly entries: readonly PlaylistEntry[];
};

export type TrackPoint = {
  readonly frame: number;
  /** Shares of the picture's width and height, from the top left. */
  readonly x: number;
  readonly y: number;
  /** A person set it, or it was found from the point before by how the picture looks there. */
  readonly by: 'person' | 'search';
};

/** Where one thing is in the picture, frame by frame: the path of a joint, a ball. */
export type Track = {
  readonly kind: 'track';
  readonly id: string;
  readonly clipId: string;
  /** In the order of their frames, each frame once; frames between may be missing. */
  readonly points: readonly TrackPoint[];
  /** `#rrggbb`. */
  readonly colour: string;
  /** Stroke, as a share of the picture's height. */
  readonly size: number;
  readonly text: string;
};

/** What one side says happened, by the code's name: what two markings are compared by. */
export type Mark = { readonly codeName: string; readonly range: FrameRange };

/** A person has marked first: from now on the answer of a question asked blind is shown. */
export type Reveal = {
  readonly kind: 'reveal';
  /** The trajectory's id. */
  readonly id: string;
  readonly clipId: string;
  /** ISO 8601, UTC. */
  readonly revealedAt: string;
  /** The person's events in what was asked about as they stood then: what is marked later was not marked blind. */
  readonly marked: readonly Mark[];
  /** What the answer named, in the same stretch. */
  readonly proposed: readonly Mark[];
};

/** Everything of a project that a person edits, in one history. Items are replaced whole, never changed in part. */
export type RecordItem =
  | Code
  | ProjectEvent
  | Proposal
  | DrawingItem
  | Calibration
  | CodeWindow
  | SyncPoint
  | HiddenQuestion
  | KeyImage
  | Playlist
  | Track
  | Reveal;

export type RecordKind = RecordItem['kind'];
export const recordKinds = [
  'code',
  'event',
  'proposal',
  'drawing',
  'calibration',
  'code-window',
  'sync',
  'hidden-question',
  'key-image',
  'playlist',
  'track',
  'reveal',
] as const satisfies readonly RecordKind[];

/** The item of a kind. */
export type ItemOf<Kind extends RecordKind> = Extract<RecordItem, { readonly kind: Kind }>;
