import { ORPCError, ValidationError } from '@orpc/contract';
import { DeepSportError, type ErrorCode, toDeepSportError } from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';

type ContractError = ORPCError<ErrorCode, { facts: DeepSportError['facts'] }>;

/** Any failure as a typed error of the contract: code, facts and sentence cross the border, nothing else does. */
export function toContractError(error: unknown, log: Log): ContractError {
  const known = fromValidation(error) ?? toDeepSportError(error);
  if (known.code === 'INTERNAL') log('error', known.message, { cause: String(causeOf(known)) });
  return new ORPCError(known.code, {
    message: known.message,
    data: { facts: known.facts },
    status: statusOf(known.code),
  });
}

const causeOf = (error: Error): unknown =>
  error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error.cause;

/** Input that breaks its schema, told by the first thing wrong with it. */
function fromValidation(error: unknown): DeepSportError | undefined {
  if (!(error instanceof ORPCError) || !(error.cause instanceof ValidationError)) return undefined;
  const [issue] = error.cause.issues;
  const field = (issue?.path ?? [])
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.');
  if (error.code !== 'BAD_REQUEST') {
    return new DeepSportError(
      'INTERNAL',
      'Something went wrong inside DeepSport: an answer did not have the agreed form. Please try again.',
      { field },
      { cause: new Error(issue?.message) },
    );
  }
  const sentence = issue?.message ?? 'the input does not have the agreed form';
  return new DeepSportError(
    'BAD_INPUT',
    // A schema's own sentence is written for people; zod's general ones need to say which field they mean.
    /^[A-Z].*\.$/.test(sentence)
      ? sentence
      : `The value of “${field || 'input'}” is not usable: ${sentence}.`,
    { field },
  );
}

/** The HTTP status that tells a code where only numbers are read. */
export function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'FILE_MISSING':
    case 'NOT_FOUND':
      return 404;
    case 'BAD_INPUT':
    case 'FRAME_OUT_OF_RANGE':
    case 'RANGE_INVALID':
      return 400;
    case 'FILE_CHANGED':
    case 'PROJECT_READ_ONLY':
      return 409;
    case 'FILE_EMPTY':
    case 'NOT_A_VIDEO':
    case 'NO_VIDEO_TRACK':
    case 'CLIP_DAMAGED':
    case 'CONTAINER_UNSUPPORTED':
    case 'CODEC_UNSUPPORTED':
    case 'CONVERSION_FAILED':
    case 'FFMPEG_MISSING':
    case 'NO_SOUND':
    case 'MODEL_INCOMPLETE':
    case 'CONTEXT_FULL':
    case 'PROJECT_DAMAGED':
    case 'PROJECT_NEWER':
      return 422;
    case 'ACCESS_DENIED':
      return 403;
    case 'DOWNLOAD_FAILED':
    case 'ENGINE_UNREACHABLE':
    case 'ENGINE_REFUSED':
      return 502;
    case 'ENGINE_TIMEOUT':
    case 'FILE_STALLED':
      return 504;
    case 'WORKER_STOPPED':
      return 503;
    case 'DISK_FULL':
      return 507;
    case 'CANCELLED':
      return 499;
    case 'INTERNAL':
      return 500;
  }
}
