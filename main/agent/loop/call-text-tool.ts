import { type TextToolCall, throwIfCancelled, toDeepSportError } from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { withAbort } from '#main/platform/index.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import { writeCall } from '../protocol/write-call.ts';
import { listShots } from '../toolbox/list-shots.ts';
import { motionProfile } from '../toolbox/motion-profile.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { textParts } from './text-parts.ts';

/**
 * Carries out a call that is answered in words: recorded, and returned as the parts of the next message. Where the
 * analysis cannot be read the text says so, for a question must not fail for want of a hint; a notice says why.
 */
export async function callTextTool(
  context: RunContext,
  open: OpenConversation,
  call: TextToolCall,
): Promise<readonly MessagePart[]> {
  const { recorder, signal } = context;
  const patience = AbortSignal.timeout(context.toolPatienceMilliseconds);
  const either = AbortSignal.any([signal, patience]);
  const text = await withAbort(answerInWords(context, call, either), either).catch((error: unknown) => {
    throwIfCancelled(signal);
    const reason = patience.aborted
      ? 'the analysis of the clip did not answer in time.'
      : toDeepSportError(error).message;
    recorder.record({ kind: 'notice', message: `The tool ${call.tool} gave no result: ${reason}` });
    return 'This cannot be told now; look at frames instead.';
  });
  recorder.record({ ...call, kind: 'tool-result', text });
  return toolResultParts(open, call, text);
}

/** The result as the engine reads it. */
export const toolResultParts = (
  { protocol }: Pick<OpenConversation, 'protocol'>,
  call: TextToolCall,
  text: string,
): readonly MessagePart[] =>
  textParts(fillPrompt(protocol.prompts.toolResult, { call: writeCall({ ...call, kind: 'tool' }), text }));

function answerInWords(
  { analyser, clip }: RunContext,
  call: TextToolCall,
  signal: AbortSignal,
): Promise<string> {
  const from = { analyser, source: clip.source, signal };
  switch (call.tool) {
    case 'motion_profile':
      return motionProfile(call.arguments, from);
    case 'list_shots':
      return listShots(from);
  }
}
