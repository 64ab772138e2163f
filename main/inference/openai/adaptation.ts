/** What a server turned out not to take. Learned from its refusals and kept for the rest of the conversation. */
export type Adaptation = {
  /** Most pictures in one request; null for no known limit. */
  readonly maxPictures: number | null;
  readonly half: boolean;
  /** One picture for each message. */
  readonly separate: boolean;
  /** Most tokens of a reply; null for no known limit. Holds for one request only. */
  readonly maxTokens: number | null;
  /** Request fields it does not know. */
  readonly omit: readonly OptionalField[];
};

const optionalFields = ['stream_options', 'seed', 'top_p', 'temperature', 'max_tokens'] as const;
type OptionalField = (typeof optionalFields)[number];

export const noAdaptation: Adaptation = {
  maxPictures: null,
  half: false,
  separate: false,
  maxTokens: null,
  omit: [],
};

export type Refusal = { readonly status: number; readonly message: string; readonly pictures: number };

/** What a refusal means: ask again adapted (with a notice for the person), or one of the dead ends. */
export type RefusalReading =
  | {
      readonly kind: 'adapt';
      readonly adaptation: Adaptation;
      readonly notice: string;
      readonly pictures: boolean;
    }
  | { readonly kind: 'no-vision' }
  | { readonly kind: 'context-full' }
  | { readonly kind: 'other' };

const noVision =
  /(image|vision|multi-?modal)[^.]{0,60}(not supported|unsupported|not enabled|mmproj|only supported by)|unsupported content part[^.]{0,20}image|(not|n't) (support|accept|a)[^.]{0,30}(image|vision|multi-?modal)|required for image input/i;
const contextFull =
  /context (length|size|window)|maximum context|exceeds?[^.]{0,40}(context|n_ctx|max_model_len)|too (long|many tokens)/i;
const contextLimit = /maximum context length (?:is|of) (\d+)/i;
const promptTokens = /(\d+) in the messages|(?:has|passed) (\d+) input tokens/i;
const pictureLimits = [
  /(?:at most|maximum(?: of| is)?|up to|limit(?:ed)?(?: of| to| is)?|more than)\D{0,20}(\d+)\s*(?:\(s\)\s*)?(?:image|picture)/i,
  /image=(\d+)[^.]*limit-mm-per-prompt/i,
];
const unknownField =
  /unknown|unrecogni[sz]ed|unsupported|not supported|not permitted|unexpected|extra|invalid/i;
const onePictureAMessage =
  /(multiple|several|one|single|more than one)\b[^.]{0,30}(image|picture)[^.]{0,40}message/i;

/** Reads why a server refused (vLLM, SGLang, llama.cpp, Ollama and LM Studio each say it in their own words). */
export function readRefusal({ status, message, pictures }: Refusal, now: Adaptation): RefusalReading {
  const field = optionalFields.find((name) => message.includes(name) && !now.omit.includes(name));
  if (field && status < 500 && unknownField.test(message)) {
    const adaptation = { ...now, omit: [...now.omit, field] };
    return {
      kind: 'adapt',
      adaptation,
      notice: `The server does not know ${field}; asked without.`,
      pictures: false,
    };
  }
  const limit = Number(pictureLimits.map((pattern) => pattern.exec(message)?.[1]).find(Boolean) ?? 0);
  if (limit > 0 && limit < pictures) {
    const notice = `The server takes at most ${limit} pictures at a time: ${limit} of ${pictures} were sent, the newest first.`;
    return { kind: 'adapt', adaptation: { ...now, maxPictures: limit }, notice, pictures: true };
  }
  if (onePictureAMessage.test(message) && pictures > 0 && !now.separate) {
    const notice = 'The server takes one picture a message: the pictures were sent one by one.';
    return { kind: 'adapt', adaptation: { ...now, separate: true }, notice, pictures: true };
  }
  if (noVision.test(message) && pictures > 0) return { kind: 'no-vision' };
  const room = roomForReply(message);
  if (room !== null && now.maxTokens === null) {
    const notice = `The server has room for ${room} more tokens only: the reply was limited to that.`;
    return { kind: 'adapt', adaptation: { ...now, maxTokens: room }, notice, pictures: false };
  }
  const tooLong = contextFull.test(message);
  const aboutPictures = /image|picture|pixel|multi-?modal|payload/i.test(message) || status === 413;
  if (pictures > 0 && !now.half && status < 500 && (tooLong || aboutPictures)) {
    const notice =
      'The server refused the pictures as they were: they were sent at half their width and height.';
    return { kind: 'adapt', adaptation: { ...now, half: true }, notice, pictures: true };
  }
  return { kind: tooLong ? 'context-full' : 'other' };
}

/** A reply shorter than this is not worth asking for. */
const leastReplyTokens = 128;

/** What is left of the context where only prompt and reply together were too long. */
function roomForReply(message: string): number | null {
  const limit = Number(contextLimit.exec(message)?.[1] ?? Number.NaN);
  const [, inMessages, asInput] = promptTokens.exec(message) ?? [];
  const room = limit - Number(inMessages ?? asInput ?? Number.NaN) - 1;
  return room >= leastReplyTokens ? room : null;
}
