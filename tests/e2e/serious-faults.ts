import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type AxeResults = {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly {
      readonly html: string;
      readonly any: readonly { readonly message: string }[];
    }[];
  }[];
};

/** Waits until colours and places have come to rest: half way they may lack contrast. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter((animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime)));
    // One that was put out of sight does not end.
    const patience = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), patience]);
  });
}

/** Once a page: it is half a megabyte to read. */
async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axeSource);
}

/** What axe finds serious or critical about the page once it has come to rest. */
export async function seriousFaults(
  page: Page,
  rules: 'all' | 'colours' = 'all',
): Promise<readonly string[]> {
  await settle(page);
  await bringAxe(page);
  const only = rules === 'colours' ? ', runOnly: ["color-contrast"]' : '';
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"]${only} })`,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Texts with a contrast below 7:1, or 4.5:1 where they are large. */
export async function faintTexts(page: Page): Promise<readonly string[]> {
  await bringAxe(page);
  const { violations } = (await page.evaluate(
    'axe.run(document, { runOnly: ["color-contrast-enhanced"] })',
  )) as AxeResults;
  return violations.flatMap(({ nodes }) =>
    nodes.map(({ html, any }) => `${any[0]?.message.slice(0, 140)}: ${html.slice(0, 120)}`),
  );
}

/** The same in both themes, which differ by nothing but their colours. */
export async function seriousFaultsInBothThemes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    const faults = await seriousFaults(page, theme === 'light' ? 'all' : 'colours');
    found.push(...faults.map((fault) => `${theme}: ${fault}`));
  }
  return found;
}
