import type { StageProgress } from '#common/domain/index.ts';

/** One precision in which a model can be had: the suffix of its graphs in the layout of transformers.js. */
export const precisions = ['fp32', 'fp16', 'q8', 'q4', 'q4f16'] as const;
export type Precision = (typeof precisions)[number];

/** A model that is known to work, offered by name. */
export type KnownModel = {
  /** On the hub: `owner/name`. */
  readonly hubId: string;
  readonly name: string;
  readonly family: 'Qwen2-VL' | 'Qwen2.5-VL' | 'Qwen3-VL';
  /** Parameters, in thousands of millions. */
  readonly billionParameters: number;
  readonly licence: string;
  /** One sentence on what machine it takes. */
  readonly needs: string;
};

/** What a download would fetch, before anything is fetched. */
export type DownloadOffer = {
  readonly hubId: string;
  /** The commit that the download is tied to. */
  readonly revision: string;
  readonly licence: string | null;
  /** True where the owner asks for an agreement on the hub first. */
  readonly gated: boolean;
  /** Precisions for which all three graphs are there, best first. */
  readonly precisions: readonly { readonly precision: Precision; readonly sizeBytes: number }[];
};

/** A model of the store's folder. */
export type StoredModel = {
  readonly id: string;
  readonly hubId: string;
  readonly revision: string;
  readonly precision: Precision;
  readonly licence: string | null;
  readonly sizeBytes: number;
};

export type StoreOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/**
 * Local models fetched from a hub that speaks the Hugging Face Hub's HTTP interface. A download that was cut short,
 * by whatever, goes on where it was; each file is checked against the hub's own hash; the model appears in its
 * folder only when it is whole.
 *
 * Errors: NOT_FOUND, ACCESS_DENIED (gated, or a private model without a token), MODEL_INCOMPLETE (not in the layout
 * that can be run here), DOWNLOAD_FAILED (the hub cannot be reached, or a file is not what it should be), DISK_FULL,
 * CANCELLED.
 */
export interface ModelStore {
  readonly known: readonly KnownModel[];
  offer(hubId: string, options?: StoreOptions): Promise<DownloadOffer>;
  download(hubId: string, precision: Precision, options?: StoreOptions): Promise<StoredModel>;
  list(): Promise<readonly StoredModel[]>;
  /** Deletes a model of the store; fails with NOT_FOUND for any other. */
  remove(id: string): Promise<void>;
}
