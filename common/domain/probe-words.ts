import type { ProbeReading, ProbeVerdict } from './probe-verdict.ts';
import type { ProbeKind } from './trajectory.ts';

const kinds: Readonly<Record<ProbeVerdict['kind'], string>> = {
  ignores: 'Ignores the video',
  depends: 'Depends on the video',
  unclear: 'Cannot tell',
};

/** What probes found, in the same words on the page, on the command line and in reports. */
export const probeWords = {
  changes: {
    reversed: 'In reverse',
    shuffled: 'Shuffled',
    mirrored: 'Mirrored',
    blank: 'Grey',
  } satisfies Record<ProbeKind, string>,
  outcomes: { same: 'same answer', other: 'other answer', declined: 'declined' } satisfies Record<
    ProbeReading['outcome'],
    string
  >,
  unexpected: 'unexpected',
  kinds,
  verdict: ({ kind, reason, readings }: ProbeVerdict): string => {
    const withOutcome = (outcome: ProbeReading['outcome']) =>
      listed(
        readings
          .filter((each) => each.outcome === outcome && each.change !== 'mirrored')
          .toReversed()
          .map(({ change }) => framesOf[change]),
      );
    const [same, other, declined] = [withOutcome('same'), withOutcome('other'), withOutcome('declined')];
    const changes = [
      ...(other === '' ? [] : [`another answer to ${other}`]),
      ...(declined === '' ? [] : [`no answer to ${declined}`]),
    ].join(', ');
    const isOdd = (wanted: (change: ProbeKind) => boolean) =>
      readings.some(({ change, isExpected }) => wanted(change) && isExpected === false);
    const mirror = isOdd((change) => change === 'mirrored')
      ? ' Mirrored frames should not change when something happens, but did.'
      : '';
    switch (kind) {
      case 'ignores':
        return `${kinds[kind]}: the same answer to ${same}.`;
      case 'depends': {
        const stays = isOdd((change) => change !== 'mirrored') ? `, but the same to ${same}` : '';
        return `${kinds[kind]}: ${changes}${stays}.${mirror}`;
      }
      case 'unclear':
        return reason === 'blank-same' || reason === 'same' || reason === 'changes'
          ? `${kinds[kind]}: the same answer to ${same}, but ${changes}.${mirror}`
          : `${kinds[kind]}: ${whyUnclear[reason]}.${mirror}`;
    }
  },
} as const;

const framesOf: Readonly<Record<ProbeKind, string>> = {
  reversed: 'frames in reverse',
  shuffled: 'shuffled frames',
  mirrored: 'mirrored frames',
  blank: 'grey frames',
};

const whyUnclear: Readonly<
  Record<Exclude<ProbeVerdict['reason'], 'same' | 'changes' | 'blank-same'>, string>
> = {
  declined: 'it declined the changed frames',
  'order-same': 'another answer to grey frames, but the same frames named in whatever order they came',
  unfinished: 'the tests with grey frames and with another order are not both done',
  'no-answer': 'there was no answer to test, for it could not tell',
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
