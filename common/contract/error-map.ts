import { z } from 'zod';
import { DeepSportError, type ErrorCode, type ErrorFacts, errorCodes } from '#common/domain/index.ts';

const data = z.object({
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

type ErrorMap = Record<ErrorCode, { readonly data: typeof data }>;

/** Every error code of the domain as a typed error of the contract; the message is the sentence for a person. */
export const errorMap: ErrorMap = Object.fromEntries(errorCodes.map((code) => [code, { data }])) as ErrorMap;

const isErrorCode = (code: unknown): code is ErrorCode => errorCodes.includes(code as ErrorCode);

/** The domain's error again on the client's side; undefined for anything that is not one. */
export function fromContractError(error: unknown): DeepSportError | undefined {
  if (error instanceof DeepSportError) return error;
  if (!(error instanceof Error) || !('code' in error) || !isErrorCode(error.code)) return undefined;
  const facts = 'data' in error ? data.safeParse(error.data).data?.facts : undefined;
  return new DeepSportError(error.code, error.message, (facts ?? {}) as ErrorFacts, { cause: error });
}
