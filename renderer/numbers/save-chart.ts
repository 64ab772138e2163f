import type { Code, TimeBin } from '#common/domain/index.ts';

export const chartFormats = ['svg', 'png', 'csv'] as const;
export type ChartFormat = (typeof chartFormats)[number];

/** The chart's numbers as lines of CSV. */
export function chartTable(shown: readonly Code[], codes: readonly Code[], bins: readonly TimeBin[]): string {
  const head = ['start seconds', 'end seconds', ...shown.map(({ name }) => quoted(name))];
  const lines = bins.map(({ startSeconds, endSeconds, cells }) =>
    [startSeconds, endSeconds, ...shown.map((code) => cells[codes.indexOf(code)]?.count ?? 0)].join(','),
  );
  return `${[head.join(','), ...lines].join('\r\n')}\r\n`;
}

/** A name as a cell; one that a spreadsheet would take for a formula gets an apostrophe before it. */
const quoted = (name: string): string => {
  const harmless = /^[=+\-@\t]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

type ShownChart = {
  readonly box: HTMLElement | null;
  readonly shown: readonly Code[];
  /** Its numbers. */
  readonly table: string;
};

/** Saves what is drawn, or its numbers, as a file of the browser's downloads. */
export async function saveChart(format: ChartFormat, { box, shown, table }: ShownChart): Promise<void> {
  if (format === 'csv') return save(new Blob(['\ufeff', table], { type: 'text/csv;charset=utf-8' }), format);
  const svg = box?.querySelector('svg');
  if (!svg) return;
  const { text, width, height } = standaloneSvg(svg, shown);
  if (format === 'svg') return save(new Blob([text], { type: 'image/svg+xml' }), format);
  const picture = await pngOf(text, width, height);
  if (picture) save(picture, format);
}

const legend = { height: 24, mark: 9, letter: 6.5, gap: 18 } as const;

/** The chart with its codes and colours written out, on white and in dark letters, so that it reads well in print. */
function standaloneSvg(svg: SVGSVGElement, shown: readonly Code[]) {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const print: Readonly<Record<string, string>> = {
    'var(--line)': '#d3d7dc',
    'var(--text-quiet)': '#3c434a',
    'var(--background)': '#ffffff',
  };
  for (const part of copy.querySelectorAll('*')) {
    for (const name of ['stroke', 'fill']) {
      const value = print[part.getAttribute(name) ?? ''];
      if (value) part.setAttribute(name, value);
    }
  }
  const width = svg.clientWidth;
  const height = svg.clientHeight + legend.height;
  let x = 32;
  for (const { name, colour } of shown) {
    copy.append(
      element('rect', { x, y: height - 17, width: legend.mark, height: legend.mark, fill: colour }),
      element('text', { x: x + legend.mark + 6, y: height - 8, 'font-size': 12, fill: '#16191d' }, name),
    );
    x += legend.mark + 6 + legend.letter * name.length + legend.gap;
  }
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.setAttribute('style', 'background:#ffffff;font-family:system-ui,sans-serif');
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

const namespace = 'http://www.w3.org/2000/svg';

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

/** Twice as large as on the screen. */
async function pngOf(svg: string, width: number, height: number): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function save(content: Blob, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = `events over time.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
