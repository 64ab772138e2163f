/** What ffmpeg tells on the way. */
export type FfmpegProgress = {
  readonly framesDone: number;
  /** Length of what has been written so far. */
  readonly timeSeconds: number;
  readonly sizeBytes: number;
};

export type FfmpegRun = {
  readonly signal?: AbortSignal | undefined;
  /** Bytes for standard input, read no faster than ffmpeg takes them. */
  readonly input?: AsyncIterable<Uint8Array> | undefined;
  /** Working folder, so that filters name files without a path. */
  readonly folder?: string | undefined;
  readonly onProgress?: ((progress: FfmpegProgress) => void) | undefined;
};

/**
 * The ffmpeg program of this machine. Each run is a process of its own at low priority, killed when the signal
 * fires or when this process ends. Fails with DISK_FULL, CANCELLED, or CONVERSION_FAILED with ffmpeg's last words
 * as a fact.
 */
export interface FfmpegProgram {
  readonly path: string;
  /** `5.1.9`; of a build between releases the one that it follows. */
  readonly version: string;
  /** Runs with these arguments; `-hide_banner -nostdin -y`, progress and log level are added. */
  run(args: readonly string[], options?: FfmpegRun): Promise<void>;
  /** Runs and gives what it wrote to standard output, as a stream. */
  read(args: readonly string[], options?: Omit<FfmpegRun, 'onProgress'>): AsyncIterable<Uint8Array>;
}
