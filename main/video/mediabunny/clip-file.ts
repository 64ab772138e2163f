import { type FileHandle, open } from 'node:fs/promises';
import { CustomSource, type Source } from 'mediabunny';

/** A file held open for mediabunny, whose own file source neither waits for closing nor notices a short read. */
export class ClipFile implements AsyncDisposable {
  readonly sizeBytes: number;
  readonly source: Source;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
    this.source = new CustomSource({
      getSize: () => sizeBytes,
      read: (start, end) => this.read(start, end),
      prefetchProfile: 'fileSystem',
      // Reading ahead may fail after closing; whoever needs the bytes asks again and hears of it.
      handleUnhandledError: () => {},
    });
  }

  static async open(path: string): Promise<ClipFile> {
    const handle = await open(path, 'r');
    try {
      return new ClipFile(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The bytes from `start` up to `end`, all of them. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start);
    for (let filled = 0; filled < bytes.length; ) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) throw new Error(`the file ends at ${start + filled}`);
      filled += bytesRead;
    }
    return bytes;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }
}
