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
    const isMirrorOdd = readings.some(
      ({ change, isExpected }) => change === 'mirrored' && isExpected === false,
    );
    const mirror = isMirrorOdd ? ' Mirrored frames should not change when something happens, but did.' : '';
    const [other, declined] = [withOutcome('other'), withOutcome('declined')];
    switch (kind) {
      case 'ignores':
        return `${kinds[kind]}: the same answer to ${withOutcome('same')}.`;
      case 'depends': {
        const ways = [
          ...(other === '' ? [] : [`another answer to ${other}`]),
          ...(declined === '' ? [] : [`no answer to ${declined}`]),
        ];
        return `${kinds[kind]}: ${ways.join(', ')}.${mirror}`;
      }
      case 'unclear':
        return `${kinds[kind]}: ${whyUnclear[reason]}.${mirror}`;
    }
  },
} as const;

const framesOf: Readonly<Record<ProbeKind, string>> = {
  reversed: 'frames in reverse',
  shuffled: 'shuffled frames',
  mirrored: 'mirrored frames',
  blank: 'grey frames',
};

const whyUnclear: Readonly<Record<ProbeVerdict['reason'], string>> = {
  same: 'the answer stays the same',
  changes: 'the answer changes',
  declined: 'it declined the changed frames',
  'blank-same': 'the same answer to grey frames, but another one where their order was changed',
  'order-same': 'another answer to grey frames, but the same frames named in whatever order they came',
  unfinished: 'the tests with grey frames and with another order are not both done',
  'no-answer': 'there was no answer to test, for it could not tell',
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
