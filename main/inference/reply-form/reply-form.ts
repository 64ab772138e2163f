import type { ToolName } from '#common/domain/index.ts';

/**
 * The form that a reply may take: a thought, then one call of these tools or an answer (DeepSport §1.1). An engine
 * that can keeps to it while it writes, so that nothing else can come out.
 */
export type ReplyForm = {
  /** Empty where only an answer is wanted. */
  readonly tools: readonly ToolName[];
  /** Frame numbers written in calls lie inside the clip, the first before the last. */
  readonly frameCount: number;
};
