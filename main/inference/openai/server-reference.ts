import { DeepSportError } from '#common/domain/index.ts';
import { isLoopback } from '#main/platform/index.ts';

/** An OpenAI-compatible server. `baseUrl` has no trailing slash; `model` null means the first one it offers. */
export type ServerReference = { readonly baseUrl: string; readonly model: string | null };

export const isServerReference = (reference: string): boolean => /^https?:\/\//i.test(reference);

/** Reads `http(s)://host:port/v1`, optionally with `#model-name`. BAD_INPUT with a sentence otherwise. */
export function parseServerReference(reference: string): ServerReference {
  if (!isServerReference(reference) || !URL.canParse(reference)) {
    throw new DeepSportError(
      'BAD_INPUT',
      `"${reference}" is no server address. Write it like http://localhost:8000/v1 or http://localhost:8000/v1#model-name.`,
    );
  }
  const url = new URL(reference);
  const model = decoded(url.hash.slice(1));
  url.hash = '';
  return { baseUrl: url.href.replace(/\/+$/, ''), model: model === '' ? null : model };
}

/** True when nothing sent to this address leaves the machine. */
export const isOnThisMachine = (baseUrl: string): boolean => isLoopback(new URL(baseUrl).hostname);

/** A model's name as written in the address; a percent sign that encodes nothing stands for itself. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
