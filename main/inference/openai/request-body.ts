import type OpenAI from 'openai';
import type { ServerCapabilities } from '#common/domain/index.ts';
import type { ReplyOptions } from '../vision-language-model.ts';
import type { Adaptation } from './adaptation.ts';
import { guidanceFields } from './guidance.ts';
import { type PictureEncoder, requestMessages, type ServerTurn } from './request-messages.ts';

export type RequestParts = {
  readonly model: string | null;
  readonly system: string;
  readonly turns: readonly ServerTurn[];
  readonly adaptation: Adaptation;
  readonly options: Omit<ReplyOptions, 'signal' | 'stop'>;
  readonly encode: PictureEncoder;
  /** What holds the reply to its form. */
  readonly guidance: Readonly<Record<string, unknown>>;
};

export function requestBody(parts: RequestParts): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const { model, system, turns, adaptation, options, encode, guidance } = parts;
  const maxTokens = Math.min(options.maxTokens, adaptation.maxTokens ?? options.maxTokens);
  const body: OpenAI.Chat.ChatCompletionCreateParamsStreaming & { repetition_penalty?: number } = {
    model: model ?? '',
    messages: requestMessages(system, turns, adaptation, encode),
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: maxTokens,
    temperature: options.temperature,
    top_p: options.topP,
    seed: options.seed,
    ...guidance,
  };
  if ((options.repetitionPenalty ?? 1) !== 1) body.repetition_penalty = options.repetitionPenalty ?? 1;
  for (const field of adaptation.omit) {
    delete body[field];
    if (field === 'max_tokens') body.max_completion_tokens = maxTokens;
  }
  return body;
}

/** Nothing where no form is wanted, or where the server was not seen to obey one. */
export function guidanceFor(
  { form }: Pick<ReplyOptions, 'form'>,
  capabilities: ServerCapabilities | null,
  { unguided }: Adaptation,
): Readonly<Record<string, unknown>> {
  if (!form || !capabilities?.guidance || unguided) return {};
  const { guidance, thought } = capabilities;
  return guidanceFields(guidance, form, thought === 'opened' ? 'opened' : thought !== 'field');
}
