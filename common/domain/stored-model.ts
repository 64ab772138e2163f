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
