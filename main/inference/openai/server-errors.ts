import { APIConnectionError, APIError } from 'openai';
import { DeepSportError, type EngineCard, isDeepSportError } from '#common/domain/index.ts';

/** What the sentences need to know of the server. */
export type ServerContext = {
  readonly baseUrl: string;
  readonly model: string | null;
  /** Models it offers, where it could be asked. */
  readonly offered?: readonly string[] | undefined;
};

/** A failure of the server in one sentence that says what to do. */
export function serverError(error: unknown, server: ServerContext): DeepSportError {
  if (isDeepSportError(error)) return error;
  const { baseUrl } = server;
  const facts = { url: baseUrl, model: server.model };
  const fail = (code: 'ENGINE_UNREACHABLE' | 'ENGINE_REFUSED', sentence: string, status?: number) =>
    new DeepSportError(code, sentence, status === undefined ? facts : { ...facts, status }, { cause: error });
  if (error instanceof APIConnectionError) {
    const reason = connectionReason(error);
    return fail(
      'ENGINE_UNREACHABLE',
      `No answer from ${baseUrl}${reason}. Is the server running? Check the address, or choose another engine.`,
    );
  }
  if (!(error instanceof APIError)) {
    return fail(
      'ENGINE_UNREACHABLE',
      `The connection to ${baseUrl} broke in the middle of an answer (${reasonOf(error)}). Please ask again.`,
    );
  }
  const { status } = error;
  const said = serverWords(error);
  switch (status) {
    case 401:
    case 403:
      return fail(
        'ENGINE_REFUSED',
        `${baseUrl} refused access (${status}). Check the API key for this server.`,
        status,
      );
    case 404:
      return fail('ENGINE_REFUSED', `${notFoundSentence(server)}`, status);
    case 429:
      return fail(
        'ENGINE_REFUSED',
        `${baseUrl} is too busy or its quota is used up (429). Wait a little and ask again.`,
        status,
      );
    default:
      return fail(
        'ENGINE_REFUSED',
        `${baseUrl} refused the request${status ? ` (${status})` : ''}: ${said}`,
        status,
      );
  }
}

export const noVisionError = ({ baseUrl, model }: ServerContext): DeepSportError =>
  new DeepSportError(
    'ENGINE_REFUSED',
    `${model ?? 'The model'} at ${baseUrl} does not take pictures. Choose a vision-language model on that server.`,
    { url: baseUrl, model },
  );

export const timeoutError = ({ baseUrl, model }: ServerContext, expected: string): DeepSportError =>
  new DeepSportError(
    'ENGINE_TIMEOUT',
    `${baseUrl} did not give ${expected}. The server may be overloaded or still loading: ask again, or with fewer frames.`,
    { url: baseUrl, model },
  );

/** transformers' own server, for one, ends so when it takes a call for JSON that is none. */
export const brokenAnswerError = ({ baseUrl, model }: ServerContext): DeepSportError =>
  new DeepSportError(
    'ENGINE_REFUSED',
    `${baseUrl} broke off in the middle of an answer with something that cannot be read. Ask again; if it stays so, switch off the server's own parser of tool calls.`,
    { url: baseUrl, model },
  );

export const contextFullError = (
  { baseUrl, model }: ServerContext,
  { contextTokens }: EngineCard,
): DeepSportError =>
  new DeepSportError(
    'CONTEXT_FULL',
    `This is more than ${model ?? 'the model'} at ${baseUrl} can hold (${contextTokens} tokens). Ask with fewer frames, or start anew.`,
    { contextTokens },
  );

export const notUnderstoodError = ({ baseUrl, model }: ServerContext): DeepSportError =>
  new DeepSportError(
    'ENGINE_REFUSED',
    `${baseUrl} sent something that is no chat answer. Is it an OpenAI-compatible server, and does the address end in /v1?`,
    { url: baseUrl, model },
  );

/** LM Studio, for one, answers so when the conversation is longer than the context it has loaded. */
export const emptyReplyError = ({ baseUrl, model }: ServerContext): DeepSportError =>
  new DeepSportError(
    'ENGINE_REFUSED',
    `${baseUrl} answered with nothing. The conversation may be longer than the server's context: ask with fewer frames, or give the model a larger context.`,
    { url: baseUrl, model },
  );

/** What the server itself said, without the status the client puts before it, at most a few lines. */
export function serverWords(error: unknown): string {
  const text = reasonOf(error).replace(/^\d{3} /, '');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function notFoundSentence({ baseUrl, model, offered }: ServerContext): string {
  if (!offered || offered.length === 0) {
    return `${baseUrl} does not know what was asked for (404). Does the address end in /v1, and is the model's name right?`;
  }
  const names = offered.slice(0, 12).join(', ');
  return `${baseUrl} has no model "${model}". It offers: ${names}${offered.length > 12 ? ', …' : ''}.`;
}

const connectionReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ETIMEDOUT: 'no connection in time',
  ECONNRESET: 'connection broken',
  UND_ERR_SOCKET: 'connection broken',
};

function connectionReason(error: Error): string {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const known = code === undefined ? undefined : connectionReasons[code];
    if (known !== undefined) return ` (${known})`;
    if (code !== undefined && /CERT|SELF_SIGNED/.test(code)) return ' (its certificate is not trusted)';
    if (code) return ` (${code})`;
  }
  return '';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
