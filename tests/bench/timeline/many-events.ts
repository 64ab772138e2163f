import { type NewEvent, noItems, type RecordChange, tagEvents } from '#common/domain/index.ts';
import { createRandom } from '../../random.ts';

/** Events of a match: touches of a second, plays of half a minute, some at the same time. */
export function manyEvents(
  clipId: string,
  frameCount: number,
  count = 5000,
  codes = 30,
): readonly RecordChange[] {
  const random = createRandom(7);
  const events = Array.from({ length: count }, (_, at): NewEvent => {
    const code = at % codes;
    const length = code % 5 === 0 ? 200 + random.integer(1500) : 10 + random.integer(60);
    const start = random.integer(frameCount - length);
    return {
      id: `bench-event-${at}`,
      clipId,
      codeName: `Code ${String(code + 1).padStart(2, '0')}`,
      range: { start, end: start + length },
      labels: code % 3 === 0 ? [{ group: 'Side', text: random.pick(['left', 'right', 'middle']) }] : [],
      note: '',
      by: { kind: 'person' },
      evidence: [],
      createdAt: '2026-01-01T00:00:00.000Z',
    };
  });
  let made = 0;
  return tagEvents(noItems, events, () => `bench-code-${made++}`);
}
