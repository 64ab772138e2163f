import type { EngineCard } from '#common/domain/index.ts';
import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import { withAbort } from '#main/platform/index.ts';
import { clipRules } from './clip-rules.ts';
import type { Asking, OpenConversation, RunContext } from './run-context.ts';

export type EngineChoice = { readonly reference: string; readonly card: EngineCard };

/** Loads the engine where needed and starts a conversation. Throws what the engine's ports throw. */
export async function openConversation(
  { recorder, signal, clip }: RunContext,
  engines: Pick<EngineRegistry, 'open'>,
  { reference, card }: EngineChoice,
  asking: { readonly [Key in keyof Asking]?: Asking[Key] | null | undefined },
): Promise<OpenConversation> {
  recorder.emit({ type: 'progress', stage: 'loading', done: 0, total: 1 });
  const model = await withAbort(engines.open(reference, { signal }), signal);
  const { device, name } = model.card;
  const { protocol, frameSize } = clipRules(model, clip.info, recorder.trajectory.scope);
  if (device !== card.device) {
    recorder.record({ kind: 'notice', message: `${name} computes on ${device}, not on ${card.device}.` });
  }
  const starting = model.startConversation(protocol.prompts.system, { signal });
  try {
    const conversation = await withAbort(starting, signal);
    recorder.emit({ type: 'progress', stage: 'loading', done: 1, total: 1 });
    return {
      model,
      reference,
      protocol,
      frameSize,
      conversation,
      framesSent: 0,
      firstStep: 0,
      maxTurns: asking.maxTurns ?? protocol.maxTurns,
      temperature: asking.temperature ?? 0,
      topP: asking.topP ?? 1,
      repetitionPenalty: asking.repetitionPenalty ?? 1,
    };
  } catch (error) {
    // One that starts after the cancel is closed at once.
    void starting.then((late) => late[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
}
