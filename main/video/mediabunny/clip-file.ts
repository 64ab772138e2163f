import { type FileHandle, open } from 'node:fs/promises';
import { CustomSource, type Source } from 'mediabunny';
import { DriveDeadline } from '../drive-deadline.ts';

/** Bytes asked of the drive at a time: even a slow network gives this many well before it counts as stalled. */
const pieceBytes = 2 ** 18;

export type ClipFileOptions = {
  readonly openFile?: (path: string) => Promise<Pick<FileHandle, 'read' | 'stat' | 'close'>>;
  readonly drive?: DriveDeadline;
};

/** A file held open for mediabunny, whose own file source neither waits for closing nor notices a short read. */
export class ClipFile implements AsyncDisposable {
  readonly sizeBytes: number;
  readonly source: Source;
  readonly #handle: Pick<FileHandle, 'read' | 'close'>;
  readonly #drive: DriveDeadline;
  #position = 0;

  private constructor(handle: Pick<FileHandle, 'read' | 'close'>, sizeBytes: number, drive: DriveDeadline) {
    this.#handle = handle;
    this.#drive = drive;
    this.sizeBytes = sizeBytes;
    this.source = withoutEndlessReads(
      new CustomSource({
        getSize: () => sizeBytes,
        read: (start, end) => this.read(start, end),
        prefetchProfile: 'fileSystem',
        // Reading ahead may fail after closing; whoever needs the bytes asks again and hears of it.
        handleUnhandledError: () => {},
      }),
    );
  }

  /** Fails as the system says, or with FILE_STALLED. */
  static async open(path: string, options: ClipFileOptions = {}): Promise<ClipFile> {
    const { openFile = (file) => open(file, 'r'), drive = new DriveDeadline(path) } = options;
    const opening = openFile(path);
    const handle = await drive
      .wait(() => opening)
      .catch((error) => {
        // A drive that comes back later still hands over a file that nobody waits for any more.
        opening.then(
          (late) => late.close(),
          () => {},
        );
        throw error;
      });
    try {
      return new ClipFile(handle, (await drive.wait(() => handle.stat())).size, drive);
    } catch (error) {
      await closeFile(handle, drive);
      throw error;
    }
  }

  /** Where the last read ended. */
  get position(): number {
    return this.#position;
  }

  /** The bytes from `start` up to `end`, all of them. Fails with FILE_STALLED when the drive gives none. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (end > this.sizeBytes) throw new Error(`the file ends at ${this.sizeBytes}`);
    // Not cleared first: it is filled or thrown away.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(end - start).buffer);
    for (let filled = 0; filled < bytes.length; ) {
      const length = Math.min(pieceBytes, bytes.length - filled);
      const from = filled;
      const { bytesRead } = await this.#drive.wait(() =>
        this.#handle.read(bytes, from, length, start + from),
      );
      if (bytesRead === 0) throw new Error(`the file ends at ${start + filled}`);
      filled += bytesRead;
    }
    this.#position = end;
    return bytes;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeFile(this.#handle, this.#drive);
  }
}

/** No reader asks for the same bytes this many times in a row and gets anywhere. */
const mostEqualReads = 1000;

/**
 * mediabunny 1.61 searches a damaged Matroska file for its next element in steps that leave eight bytes over, and
 * goes on for ever with the last eight, never returning to the event loop. Its reads come through this method.
 */
function withoutEndlessReads(source: CustomSource): CustomSource {
  const internals = source as unknown as {
    _read?: (start: number, end: number, ...rest: number[]) => unknown;
  };
  const read = internals._read?.bind(source);
  if (!read) return source;
  let last = { start: -1, end: -1, times: 0 };
  internals._read = (start, end, ...rest) => {
    last =
      start === last.start && end === last.end
        ? { start, end, times: last.times + 1 }
        : { start, end, times: 0 };
    if (last.times > mostEqualReads) throw new Error(`nothing can be read on from ${start}`);
    return read(start, end, ...rest);
  };
  return source;
}

/** Closing waits for reads under way, and so for a drive that does not answer: then nobody waits for closing. */
async function closeFile(handle: Pick<FileHandle, 'close'>, drive: DriveDeadline): Promise<void> {
  const closing = handle.close();
  if (drive.isStalled) closing.catch(() => {});
  else await closing;
}
