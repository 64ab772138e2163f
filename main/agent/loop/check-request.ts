import { type AskRequest, askRequestSchema } from '#common/contract/index.ts';
import { type ClipInfo, DeepSportError, type FrameRange } from '#common/domain/index.ts';

/** Throws RANGE_INVALID with a sentence unless the range lies in the clip. A single frame is fine for a person. */
export function checkRange({ start, end }: FrameRange, { frameCount }: Pick<ClipInfo, 'frameCount'>): void {
  const facts = { start, end, frameCount };
  const clipFrames = `the clip, which has frames 0–${frameCount - 1}`;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) {
    throw new DeepSportError(
      'RANGE_INVALID',
      `Range ${start}–${end} is not made of whole frame numbers.`,
      facts,
    );
  }
  if (start > end) {
    throw new DeepSportError(
      'RANGE_INVALID',
      `Range ${start}–${end} is reversed: its first frame comes after its last. Did you mean ${end}–${start}?`,
      facts,
    );
  }
  if (start < 0 || end >= frameCount) {
    const how = start >= frameCount || end < 0 ? 'lies outside' : 'reaches beyond';
    throw new DeepSportError('RANGE_INVALID', `Range ${start}–${end} ${how} ${clipFrames}.`, facts);
  }
}

/** Throws RANGE_INVALID or BAD_INPUT unless the question can be asked of the clip. */
export function checkRequest(request: AskRequest, clip: Pick<ClipInfo, 'frameCount'>): void {
  for (const range of [...request.looks, ...(request.scope ? [request.scope] : [])]) checkRange(range, clip);
  const issue = askRequestSchema.safeParse(request).error?.issues[0];
  if (issue) {
    const place = issue.path.join('.');
    const sentence = place === 'question' ? issue.message : `${place}: ${issue.message}`;
    throw new DeepSportError('BAD_INPUT', sentence, { field: place });
  }
}
