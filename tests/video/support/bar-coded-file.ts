import type { Size } from '#common/domain/index.ts';
import { drawBarCode } from '#main/video/synthetic/bar-code.ts';
import { runFfmpeg } from './ffmpeg.ts';

export type BarCodedFile = {
  readonly path: string;
  readonly frameCount: number;
  readonly size?: Size;
  readonly frameRate?: number;
  /** What the first frame shows; 0 when left out. */
  readonly firstNumber?: number;
  /** Arguments for the output: codec, group of pictures, B-frames, timestamps. */
  readonly output: readonly string[];
};

/** Writes a real video file whose frame n shows `firstNumber` + n as a bar code. */
export async function writeBarCodedFile({
  path,
  frameCount,
  size = { width: 128, height: 96 },
  frameRate = 30,
  firstNumber = 0,
  output,
}: BarCodedFile): Promise<void> {
  const { width, height } = size;
  function* pictures() {
    for (let n = 0; n < frameCount; n++) yield drawBarCode(firstNumber + n, size);
  }
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(frameRate)];
  await runFfmpeg([...input, '-i', 'pipe:0', '-pix_fmt', 'yuv420p', ...output, path], pictures());
}
