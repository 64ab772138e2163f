import {
  type Frame,
  type FrameRange,
  type FramesStep,
  frameRangeLength,
  frameReference,
  sampleEvenly,
} from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { withAbort } from '#main/platform/index.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import { firstFrames } from './first-frames.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { textParts } from './text-parts.ts';

/**
 * Frames of a window as the parts of a message, recorded as shown: `frame_extraction_tool(idx_start, idx_end)` of the
 * paper, a look of the analyst, or the first view. They lie evenly over the window, without duplicates. It is cut to
 * fewer frames where the frame budget demands it, which a notice tells; no parts when the budget is used up.
 */
export async function showFrames(
  context: RunContext,
  open: OpenConversation,
  look: { readonly by: FramesStep['by']; readonly range: FrameRange; readonly count: number },
): Promise<readonly MessagePart[]> {
  const { by, range } = look;
  const { maxFrames } = open.protocol;
  const wanted = Math.min(look.count, frameRangeLength(range));
  const count = Math.min(wanted, maxFrames - open.framesSent);
  if (count < wanted) {
    context.recorder.record({ kind: 'notice', message: cutSentence(range, wanted, count, maxFrames) });
  }
  if (count <= 0) return [];
  const indices = by === 'start' ? await firstFrames(context, range, count) : sampleEvenly(range, count);
  const frames = await fetchFrames(context, open, indices);
  context.recorder.record({ kind: 'frames', by, range, frames: frames.map(frameReference) });
  return framesParts(open, by, range, frames);
}

/** Looks of the analyst, in the order in which they were chosen. */
export async function showAnalystLooks(
  context: RunContext,
  open: OpenConversation,
  ranges: readonly FrameRange[],
): Promise<readonly MessagePart[]> {
  const parts: MessagePart[] = [];
  for (const range of ranges) {
    const count = open.protocol.framesPerLook;
    parts.push(...(await showFrames(context, open, { by: 'analyst', range, count })));
  }
  return parts;
}

/** Frames in one pass of the decoder, each scaled once to the size that the model wants; recorded by the caller. */
export async function fetchFrames(
  { clip, video, recorder, signal }: RunContext,
  { frameSize }: OpenConversation,
  indices: readonly number[],
): Promise<readonly Frame[]> {
  const onProgress = (done: number, total: number) =>
    recorder.emit({ type: 'progress', stage: 'extracting', done, total });
  onProgress(0, indices.length);
  return withAbort(video.frames(clip.source, indices, frameSize, { signal, onProgress }), signal);
}

/** The announcement of a look, then each frame after its label. Slots go on counting over the conversation. */
export function framesParts(
  open: OpenConversation,
  by: FramesStep['by'],
  range: FrameRange,
  frames: readonly Frame[],
): readonly MessagePart[] {
  const { frameLabel, prompts } = open.protocol;
  const announcements = { start: '', model: prompts.look, analyst: prompts.analystLook };
  const values = { first: range.start, last: range.end, count: frames.length };
  const parts: MessagePart[] = [...textParts(fillPrompt(announcements[by], values))];
  for (const frame of frames) {
    const label = fillPrompt(frameLabel, { index: frame.index, slot: open.framesSent });
    parts.push(...textParts(label), { type: 'frame', frame });
    open.framesSent += 1;
  }
  return parts;
}

const cutSentence = (range: FrameRange, wanted: number, count: number, maxFrames: number): string =>
  count <= 0
    ? `Frames ${range.start}–${range.end} were not shown: the engine's limit of ${maxFrames} frames is reached.`
    : `Only ${count} of ${wanted} frames were shown of ${range.start}–${range.end}: the engine's limit is ${maxFrames} frames in all.`;
