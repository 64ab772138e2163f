import type { AnswerForm } from './answer-form.ts';
import type { Mode } from './engine.ts';
import type { FrameRange } from './frame-range.ts';

/** One range of a batch and what became of its question. */
export type BatchTarget = {
  readonly clipId: string;
  readonly range: FrameRange;
  /** The event asked about; null for a range of its own. */
  readonly eventId: string | null;
  readonly status: 'waiting' | 'running' | 'answered' | 'failed' | 'cancelled';
  readonly trajectoryId: string | null;
  /** Why it failed, in one sentence. */
  readonly problem: string | null;
};

/** One question asked of many ranges, one after the other. It is kept, and can go on after a restart. */
export type QuestionBatch = {
  readonly id: string;
  /** For a person: `Touch · 12 events`. */
  readonly title: string;
  readonly question: string;
  readonly form: AnswerForm;
  readonly mode: Mode;
  /** Each of its questions is asked blind, and revealed by itself. Absent for those that are not. */
  readonly blind?: boolean;
  readonly engine: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly status: 'running' | 'paused' | 'done';
  readonly targets: readonly BatchTarget[];
  /** Tokens of prompts and replies so far, and what servers charged for them; null where nothing is charged. */
  readonly tokens: number;
  readonly cost: number | null;
};
