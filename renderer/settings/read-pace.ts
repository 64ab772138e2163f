import { type Settings, settingsSchema } from '#common/contract/index.ts';

const paceSchema = settingsSchema.pick({ longStep: true, speeds: true });

export type PaceEntry = {
  readonly amount: string;
  readonly unit: Settings['longStep']['unit'];
  /** With spaces or semicolons between them: `1/4 0,5 1 2`. */
  readonly speeds: string;
};

/** What a person typed for the long step and the speeds; undefined where the settings cannot hold it. */
export function readPace(entry: PaceEntry): Pick<Settings, 'longStep' | 'speeds'> | undefined {
  const speeds = entry.speeds.split(/[;\s]+/).filter((speed) => speed !== '');
  return paceSchema.safeParse({
    longStep: { amount: numberOf(entry.amount), unit: entry.unit },
    speeds: speeds.map(numberOf),
  }).data;
}

/** The speeds as they are typed: the same text read again gives the same speeds. */
export const speedsText = (speeds: readonly number[]): string =>
  speeds
    .map((speed) => (speed < 1 && Number.isInteger(1 / speed) ? `1/${1 / speed}` : String(speed)))
    .join('  ');

/** `1/4` and `0,25` are the same; what is no number is none. */
function numberOf(text: string): number {
  const [over = '', under = '1', ...rest] = text.trim().replaceAll(',', '.').split('/');
  return over === '' || rest.length > 0 ? Number.NaN : Number(over) / Number(under);
}
