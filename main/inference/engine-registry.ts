import type { EngineCard } from '#common/domain/index.ts';
import type { VisionLanguageModel } from './vision-language-model.ts';

/**
 * The engines a person can choose from. An engine is loaded on first use and kept; `card` never loads weights.
 * `reference` is an engine's id, a model folder, or a server's address (`http://…/v1`, optionally `#model-name`).
 */
export interface EngineRegistry extends AsyncDisposable {
  list(): Promise<readonly EngineCard[]>;
  /** NOT_FOUND, MODEL_INCOMPLETE or ENGINE_UNREACHABLE with a sentence. */
  card(reference: string): Promise<EngineCard>;
  open(reference: string, options?: { signal?: AbortSignal | undefined }): Promise<VisionLanguageModel>;
}
