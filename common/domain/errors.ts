/** Everything that can go wrong in a way somebody branches on. The list is closed; a new reason is added here. */
export const errorCodes = [
  'FILE_MISSING',
  'FILE_EMPTY',
  'FILE_CHANGED',
  'FILE_STALLED',
  'NOT_A_VIDEO',
  'NO_VIDEO_TRACK',
  'CLIP_DAMAGED',
  'CONTAINER_UNSUPPORTED',
  'CODEC_UNSUPPORTED',
  'CONVERSION_FAILED',
  'FFMPEG_MISSING',
  'NO_SOUND',
  'FRAME_OUT_OF_RANGE',
  'RANGE_INVALID',
  'BAD_INPUT',
  'NOT_FOUND',
  'ENGINE_UNREACHABLE',
  'ENGINE_REFUSED',
  'ENGINE_TIMEOUT',
  'MODEL_INCOMPLETE',
  'CONTEXT_FULL',
  'ACCESS_DENIED',
  'DOWNLOAD_FAILED',
  'WORKER_STOPPED',
  'DISK_FULL',
  'PROJECT_DAMAGED',
  'PROJECT_NEWER',
  'PROJECT_READ_ONLY',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts behind an error, for callers and logs: plain JSON values only, so that they cross every transport. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An error with a code, facts, and one sentence for a person that says what is wrong and what to do.
 * It crosses worker processes, the contract and the command line without losing any of the three.
 */
export class DeepSportError extends Error {
  override readonly name = 'DeepSportError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, sentence: string, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(sentence, options);
    this.code = code;
    this.facts = facts;
  }
}

export const isDeepSportError = (error: unknown): error is DeepSportError => error instanceof DeepSportError;

/** The error as it is, or wrapped as INTERNAL with its reason kept, or CANCELLED for an abort. */
export function toDeepSportError(error: unknown): DeepSportError {
  if (isDeepSportError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new DeepSportError('CANCELLED', 'Cancelled.', {}, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new DeepSportError(
    'INTERNAL',
    `Something went wrong inside DeepSport: ${withoutFolders(reason)}`,
    {},
    { cause: error },
  );
}

/** A sentence names files, never where they lie. */
const withoutFolders = (text: string): string =>
  text.replace(/(?:file:\/\/|(?<![\w.:/\\]))(?:[A-Za-z]:)?(?:[/\\][^\s/\\'"]+)+[/\\]([^\s/\\'"]+)/g, '$1');

export const cancelled = (): DeepSportError => new DeepSportError('CANCELLED', 'Cancelled.');

/** Throws CANCELLED if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
