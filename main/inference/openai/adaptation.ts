/** What a server turned out not to take. Learned from its refusals and kept for what is asked later. */
export type Adaptation = {
  /** Most pictures in one request; null for no known limit. */
  readonly maxPictures: number | null;
  readonly half: boolean;
  /** Most pixels of a picture; null for no known limit. */
  readonly maxPixels: number | null;
  /** One picture for each message. */
  readonly separate: boolean;
  /** All pictures in the first message. */
  readonly gathered: boolean;
  /** The system text at the head of the first message. */
  readonly withoutSystem: boolean;
  /** Replies are not held to their form. */
  readonly unguided: boolean;
  /** Most tokens of a reply; null for no known limit. Holds for one request only. */
  readonly maxTokens: number | null;
  /** Request fields it does not know. */
  readonly omit: readonly OptionalField[];
};

const optionalFields = [
  'stream_options',
  'repetition_penalty',
  'seed',
  'top_p',
  'temperature',
  'max_tokens',
] as const;
type OptionalField = (typeof optionalFields)[number];

export const noAdaptation: Adaptation = {
  maxPictures: null,
  half: false,
  maxPixels: null,
  separate: false,
  gathered: false,
  withoutSystem: false,
  unguided: false,
  maxTokens: null,
  omit: [],
};

export type Refusal = {
  readonly status: number;
  readonly message: string;
  /** How many were sent. */
  readonly pictures: number;
  /** The request held the reply to a form. */
  readonly guided?: boolean | undefined;
};

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
const guidanceFailed =
  /structured.?outputs?|guided|grammar|\bregex|response_format|json.?schema|xgrammar|outlines|llguidance/i;
const pixelLimit =
  /(?:at most|max(?:imum)?(?: of| is)?|up to|limit(?:ed)?(?: of| to| is)?|exceeds?|more than)\D{0,40}(\d{4,})\s*(?:px|pixel)|(?:max_pixels|maximum (?:number of )?pixels)\D{0,20}(\d{4,})/i;
const firstMessageOnly =
  /(image|picture)[^.]{0,60}(only|must)[^.]{0,40}first[^.]{0,20}(message|turn)|only the first[^.]{0,20}(message|turn)[^.]{0,60}(image|picture)/i;
const noSystemWithPictures =
  /(image|picture)[^.]{0,40}(incompatible|not (?:allowed|supported|possible))[^.]{0,30}system|system (?:message|role|prompt)[^.]{0,30}not (?:supported|allowed)/i;
const onePictureAMessage =
  /(multiple|several|one|single|more than one)\b[^.]{0,30}(image|picture)[^.]{0,40}message/i;

/** Reads why a server refused (vLLM, SGLang, llama.cpp, Ollama and LM Studio each say it in their own words). */
export function readRefusal(refusal: Refusal, now: Adaptation): RefusalReading {
  const { status, message, pictures } = refusal;
  if (refusal.guided && !now.unguided && guidanceFailed.test(message)) {
    const notice = 'The server refused to hold the reply to its form: asked without.';
    return { kind: 'adapt', adaptation: { ...now, unguided: true }, notice, pictures: false };
  }
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
  if (firstMessageOnly.test(message) && pictures > 0 && !now.gathered) {
    const notice = 'The server takes pictures in the first message only: all of them were sent there.';
    return { kind: 'adapt', adaptation: { ...now, gathered: true }, notice, pictures: true };
  }
  if (noSystemWithPictures.test(message) && !now.withoutSystem) {
    const notice = 'The server takes no system message: its text was put before the first question.';
    return { kind: 'adapt', adaptation: { ...now, withoutSystem: true }, notice, pictures: true };
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
    const [, told, toldOtherwise] = pixelLimit.exec(message) ?? [];
    const maxPixels = Number(told ?? toldOtherwise ?? 0) || now.maxPixels;
    return { kind: 'adapt', adaptation: { ...now, half: true, maxPixels }, notice, pictures: true };
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
