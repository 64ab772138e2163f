import { DeepSportError, type ErrorCode, errorCodes } from '#common/domain/index.ts';

/** What main says of a picture or sound that it cannot give. */
export async function mediaProblem(response: Response, otherwise: string): Promise<DeepSportError> {
  const told: unknown = await response.json().catch(() => undefined);
  const { code, message } = (typeof told === 'object' && told !== null ? told : {}) as Record<
    string,
    unknown
  >;
  return new DeepSportError(
    errorCodes.find((known): known is ErrorCode => known === code) ?? 'INTERNAL',
    typeof message === 'string' ? message : otherwise,
  );
}
