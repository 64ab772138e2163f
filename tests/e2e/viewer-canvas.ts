import type { Page } from 'playwright-core';
import type { Frame } from '#common/domain/index.ts';
import { readBarCode } from '#main/video/synthetic/bar-code.ts';
import { goToFrame } from './workstation.ts';

/** The canvas, or of two the one of a side. */
export const pictureOf = (side?: 'left' | 'right'): string =>
  `${side ? `.pane--${side} ` : ''}canvas.stage__picture`;

/** Mean difference over all colour values, 0–255, between the canvas at rest and main's picture of a frame. */
export async function differenceFromMain(
  page: Page,
  frame: number,
  side?: 'left' | 'right',
): Promise<number> {
  const selector = pictureOf(side);
  await page.locator(`${selector}[data-exact="true"]`).waitFor();
  return page.evaluate(
    async ([index, name]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(name);
      if (!canvas) throw new Error('There is no canvas.');
      const answer = await fetch(`/media/clips/${canvas.dataset.clip}/frames/${index}.png`);
      const bitmap = await createImageBitmap(await answer.blob());
      if (bitmap.width !== canvas.width || bitmap.height !== canvas.height) return 255;
      const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const size = [0, 0, canvas.width, canvas.height] as const;
      const expected = context?.getImageData(...size).data ?? new Uint8ClampedArray();
      const actual = canvas.getContext('2d')?.getImageData(...size).data ?? new Uint8ClampedArray();
      let sum = 0;
      for (let at = 0; at < actual.length; at += 1) {
        if (at % 4 !== 3) sum += Math.abs((actual[at] ?? 0) - (expected[at] ?? 0));
      }
      return sum / (actual.length * 0.75);
    },
    [frame, selector] as const,
  );
}

/** The largest mean difference from main's pictures, at rest on each of some frames. */
export async function largestDifference(
  page: Page,
  name: string,
  frames: readonly number[],
): Promise<number> {
  const differences: number[] = [];
  for (const frame of frames) {
    await goToFrame(page, frame);
    differences.push(await differenceFromMain(page, frame));
  }
  const largest = Math.max(...differences);
  console.log(`${name}: mean difference up to ${largest.toFixed(2)} of 255 on ${differences.length} frames`);
  return largest;
}

/** The number that the bars on the canvas show; null where they are none. */
export async function barCodeOnCanvas(page: Page, side?: 'left' | 'right'): Promise<number | null> {
  const size = { width: 16, height: 2, name: pictureOf(side) };
  const rgb = await page.evaluate(({ width: bars, height: rows, name }) => {
    const canvas = document.querySelector<HTMLCanvasElement>(name);
    const { width = 0, height = 0 } = canvas ?? {};
    const data = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const values: number[] = [];
    for (let row = 0; row < rows; row += 1) {
      for (let bar = 0; bar < bars; bar += 1) {
        const y = Math.floor(((row + 0.5) / rows) * height);
        const at = (y * width + Math.floor(((bar + 0.5) / bars) * width)) * 4;
        values.push(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      }
    }
    return values;
  }, size);
  return readBarCode(Uint8Array.from(rgb), size);
}

/** The top left corner of the canvas as a frame, large enough for a burnt-in number of three digits. */
export async function cornerOfCanvas(page: Page, side?: 'left' | 'right'): Promise<Frame> {
  const size = { width: 128, height: 40 };
  const { index, rgb } = await page.evaluate(
    ({ width, height, name }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(name);
      const data = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      const values: number[] = [];
      for (let at = 0; at < data.length; at += 4) {
        values.push(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      }
      return { index: Number(canvas?.dataset.frame), rgb: values };
    },
    { ...size, name: pictureOf(side) },
  );
  return { ...size, index, timeSeconds: 0, sha256: '', pixels: Uint8Array.from(rgb) };
}

export type Squares = { readonly compared: number; readonly wrong: number };

/**
 * Compares a screenshot with the canvas: each pixel of the screen in the stage, `skipTop` CSS pixels below its top,
 * must have the colour of the pixel of the canvas whose square it lies in.
 */
export async function compareSquares(page: Page, skipTop: number): Promise<Squares> {
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  return page.evaluate(
    async ([base64, skip]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.stage__picture');
      const area = document.querySelector('.stage')?.getBoundingClientRect();
      if (!canvas || !area) throw new Error('There is no picture.');
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const screen = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
      const own = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const ratio = window.devicePixelRatio;
      const box = canvas.getBoundingClientRect();
      const scale = Number(canvas.dataset.scale);
      const [left, top] = [Math.round(box.left * ratio), Math.round(box.top * ratio)];
      let [compared, wrong] = [0, 0];
      for (let y = Math.ceil((area.top + skip) * ratio); y < Math.floor(area.bottom * ratio); y += 1) {
        for (let x = Math.ceil(area.left * ratio); x < Math.floor(area.right * ratio); x += 1) {
          const [column, row] = [Math.floor((x - left) / scale), Math.floor((y - top) / scale)];
          if (column < 0 || row < 0 || column >= canvas.width || row >= canvas.height) continue;
          compared += 1;
          const there = (y * bitmap.width + x) * 4;
          const here = (row * canvas.width + column) * 4;
          for (let colour = 0; colour < 3; colour += 1) {
            if (screen[there + colour] !== own[here + colour]) wrong += 1;
          }
        }
      }
      return { compared, wrong };
    },
    [png, skipTop] as const,
  );
}
