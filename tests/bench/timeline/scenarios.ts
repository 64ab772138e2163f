import type { Page } from 'playwright-core';

/** One step of a scripted movement in each frame; gives the frames' times in milliseconds. */
type Move = 'pan the match' | 'pan a minute' | 'zoom' | 'scroll rows' | 'point';

const run = (page: Page, move: Move, frames: number): Promise<number[]> =>
  page.evaluate(
    ({ kind, count }) => {
      const area = document.querySelector<HTMLElement>('.timeline__area');
      const scroller = document.querySelector<HTMLElement>('.timeline__scroll');
      const rows = document.querySelector<HTMLElement>('.row--events') ?? area;
      if (!area || !scroller || !rows) throw new Error('There is no timeline.');
      const box = area.getBoundingClientRect();
      const wheel = (init: WheelEventInit) =>
        area.dispatchEvent(
          new WheelEvent('wheel', {
            bubbles: true,
            cancelable: true,
            clientX: box.left + box.width * 0.4,
            clientY: box.top + 100,
            ...init,
          }),
        );
      const step = (at: number) => {
        if (kind === 'zoom') wheel({ deltaY: at < count / 2 ? -26 : 26 });
        else if (kind === 'scroll rows') {
          const most = scroller.scrollHeight - scroller.clientHeight;
          scroller.scrollTop = most * Math.abs(Math.sin((at / count) * Math.PI));
        } else if (kind === 'point') {
          const top = rows.getBoundingClientRect().top;
          const place = { clientX: box.left + ((at * 7) % box.width), clientY: top + 12 + ((at * 3) % 100) };
          rows.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, ...place }));
        } else wheel({ deltaX: at < count / 2 ? 24 : -24, shiftKey: true });
      };
      return new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let before = 0;
        let at = 0;
        const frame = () => {
          const now = performance.now();
          if (at > 0) times.push(now - before);
          before = now;
          if (at === count) return resolve(times);
          step(at);
          at += 1;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
    },
    { kind: move, count: frames },
  );

async function zoomIn(page: Page, times: number): Promise<void> {
  await page.keyboard.press('Shift+Digit0');
  for (let press = 0; press < times; press += 1) await page.keyboard.press('Equal');
  await page.waitForTimeout(600);
}

/** Frame times while the clip plays and the timeline follows. */
async function play(page: Page, frames: number): Promise<number[]> {
  await zoomIn(page, 7);
  await page.keyboard.press('Space');
  await page.waitForTimeout(500);
  const times = await page.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const found: number[] = [];
        let before = performance.now();
        const frame = () => {
          const now = performance.now();
          found.push(now - before);
          before = now;
          if (found.length === count) resolve(found);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    frames,
  );
  await page.keyboard.press('Space');
  return times;
}

export const scenarios = {
  'pan, half the match in view': async (page: Page, frames: number) => {
    await zoomIn(page, 1);
    return run(page, 'pan the match', frames);
  },
  'pan, a minute in view': async (page: Page, frames: number) => {
    await zoomIn(page, 7);
    return run(page, 'pan a minute', frames);
  },
  'zoom, match to frames': async (page: Page, frames: number) => {
    await zoomIn(page, 0);
    return run(page, 'zoom', frames);
  },
  'scroll the rows': async (page: Page, frames: number) => {
    await zoomIn(page, 2);
    return run(page, 'scroll rows', frames);
  },
  'point at events': async (page: Page, frames: number) => {
    await zoomIn(page, 3);
    return run(page, 'point', frames);
  },
  play: play,
} as const;

export type ScenarioName = keyof typeof scenarios;
