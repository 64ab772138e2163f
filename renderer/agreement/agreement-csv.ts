import type { Agreement, AgreementNumbers } from '#common/domain/index.ts';

/** The two sides by name, the one that is named first on the left. */
export type Sides = { readonly first: string; readonly second: string };

/** The numbers of each code, then of all, as lines of CSV. */
export function numbersCsv({ codes, total }: Agreement, { first, second }: Sides): string {
  const head = ['code', 'same', 'shifted', `only ${first}`, `only ${second}`, 'observed agreement', 'kappa'];
  const line = (name: string, { counts, observed, kappa }: AgreementNumbers) => [
    name,
    ...[counts.matched, counts.shifted, counts['only-first'], counts['only-second']],
    ...[observed, kappa.value].map((value) => (value === null ? '' : value.toFixed(4))),
    kappa.value === null ? kappa.because : '',
  ];
  const lines = codes.map((code) => line(code.codeName, code));
  return csvOf([[...head, 'why no kappa'], ...lines, line('all codes', total)]);
}

/** Every row of the comparison: the frames of both sides, first and last included. */
export function rowsCsv({ codes }: Agreement, { first, second }: Sides): string {
  const sides = [first, second].flatMap((side) => [`${side} first frame`, `${side} last frame`]);
  const lines = codes.flatMap(({ codeName, pairs }) =>
    pairs.map((pair) => [
      codeName,
      pair.kind === 'only-first'
        ? `only ${first}`
        : pair.kind === 'only-second'
          ? `only ${second}`
          : pair.kind,
      ...[pair.first?.start, pair.first?.end, pair.second?.start, pair.second?.end].map(
        (frame) => frame ?? '',
      ),
      pair.first && pair.second ? pair.overlap.toFixed(4) : '',
    ]),
  );
  return csvOf([['code', 'kind', ...sides, 'overlap'], ...lines]);
}

const csvOf = (lines: readonly (readonly (string | number)[])[]): string =>
  `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;

/** Text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
