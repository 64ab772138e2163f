import type {
  DownloadOffer,
  KnownModel,
  Precision,
  StageProgress,
  StoredModel,
} from '#common/domain/index.ts';

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
