import { fromContractError } from '#common/contract/index.ts';

export type Problem = { readonly code: string; readonly message: string };

const lost: Problem = {
  code: 'CONNECTION_LOST',
  message: 'The connection to DeepSport was lost. It reconnects by itself; your clip and questions are kept.',
};

/** Any failure as one sentence for a person; never a stack trace. */
export function describeError(error: unknown): Problem {
  const known = fromContractError(error);
  if (known) return { code: known.code, message: known.message };
  if (error instanceof Error) {
    if (error.name === 'AbortError' || /websocket|peer|port.*closed|not open/i.test(error.message))
      return lost;
    if ('code' in error && error.code === 'BAD_REQUEST') {
      return { code: 'BAD_INPUT', message: 'DeepSport could not read this request. Check what you entered.' };
    }
  }
  return {
    code: 'INTERNAL',
    message: 'Something went wrong inside DeepSport. Your work is kept; try it again.',
  };
}

export const isCancelled = (error: unknown): boolean => fromContractError(error)?.code === 'CANCELLED';
