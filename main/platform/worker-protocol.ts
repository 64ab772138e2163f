import { DeepSportError, type ErrorCode, type ErrorFacts, toDeepSportError } from '#common/domain/index.ts';

/** Messages between a worker process and its client: a request has one id; its events come before its one end. */
export type WorkerRequest =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WorkerError };

export type WorkerError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly facts: ErrorFacts;
};

export function packError(error: unknown): WorkerError {
  const { code, message, facts } = toDeepSportError(error);
  return { code, message, facts };
}

export const unpackError = ({ code, message, facts }: WorkerError): DeepSportError =>
  new DeepSportError(code, message, facts);
