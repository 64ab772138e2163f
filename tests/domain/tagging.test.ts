import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type Code,
  type CodeButton,
  type CodeWindow,
  changeCode,
  endUnderWay,
  forgetLast,
  hasLabel,
  labelTargets,
  noItems,
  noTagging,
  type PressContext,
  type ProjectEvent,
  phaseGroup,
  pressButton,
  type RecordItems,
  type Tagging,
} from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';

const clipId = 'clip';

const button = (id: string, more: Partial<CodeButton> = {}): CodeButton => ({
  id,
  kind: 'code',
  text: id,
  group: '',
  colour: '#e69f00',
  mode: 'moment',
  leadSeconds: 0,
  lagSeconds: 0,
  exclusiveGroup: '',
  key: null,
  links: [],
  ...more,
});
const layout = (...buttons: readonly CodeButton[]): CodeWindow => ({
  kind: 'code-window',
  id: 'w',
  name: 'Layout',
  sport: '',
  columns: 2,
  buttons,
});

/** Times of frames that all last as long as each other, or not. */
const even = (count: number, rate: number) => Array.from({ length: count }, (_, frame) => frame / rate);
function uneven(random: Random, count: number): readonly number[] {
  let time = random.next() * 3 - 1;
  return Array.from({ length: count }, () => {
    time += 0.004 + random.next() ** 4;
    return time;
  });
}

/** Presses one after the other, as a page does it. */
function start(window: CodeWindow, timestampsSeconds: readonly number[] = even(1000, 25)) {
  let tagging: Tagging = noTagging;
  let items: RecordItems = noItems;
  let selected: readonly string[] = [];
  let nextId = 0;
  const context = (frame: number): PressContext => ({
    clipId,
    times: { timestampsSeconds },
    frame,
    items,
    selected,
    createId: () => `id${nextId++}`,
    now: '2026-01-01T00:00:00.000Z',
  });
  const keep = <
    T extends { readonly tagging: Tagging; readonly changes: Parameters<typeof applyChanges>[1] },
  >(
    pressed: T,
  ): T => {
    tagging = pressed.tagging;
    items = applyChanges(items, pressed.changes);
    return pressed;
  };
  return {
    press: (id: string, frame: number) => keep(pressButton(tagging, window, id, context(frame))),
    end: (frame: number) => keep(endUnderWay(tagging, context(frame))),
    select: (...ids: readonly string[]) => {
      selected = ids;
      tagging = forgetLast(tagging);
    },
    change: (changes: Parameters<typeof applyChanges>[1]) => {
      items = applyChanges(items, changes);
    },
    get items() {
      return items;
    },
    get underWay() {
      return tagging.underWay.map(({ buttonId }) => buttonId);
    },
    get targets() {
      return labelTargets(tagging, context(0));
    },
    codes: (): readonly Code[] => [...items.code.values()],
    events: (): readonly ProjectEvent[] => [...items.event.values()],
    /** Code, first and last frame of each event. */
    told: () =>
      [...items.event.values()].map(
        ({ codeId, range }) => `${items.code.get(codeId)?.name} ${range.start}–${range.end}`,
      ),
    labels: () => [...items.event.values()].map(({ labels }) => labels.map(({ text }) => text).join(' ')),
  };
}

describe('A moment button', () => {
  it('tags from its lead before the frame shown to its lag after it, inside the clip', () => {
    const desk = start(layout(button('shot', { leadSeconds: 2, lagSeconds: 1 })));
    desk.press('shot', 500);
    desk.press('shot', 10);
    desk.press('shot', 995);
    expect(desk.told()).toEqual(['shot 450–525', 'shot 0–35', 'shot 945–999']);
  });

  it('tags just the frame shown where it has neither lead nor lag', () => {
    const desk = start(layout(button('touch')));
    for (const frame of [0, 7, 999]) desk.press('touch', frame);
    expect(desk.told()).toEqual(['touch 0–0', 'touch 7–7', 'touch 999–999']);
  });

  it('always holds the frame shown, and the frames shown at its lead and lag, at any frame rate', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      const count = 1 + random.integer(400);
      const times =
        random.integer(3) === 0 ? uneven(random, count) : even(count, random.pick([23.976, 24, 50, 119.88]));
      const leadSeconds = random.pick([0, 0.04, 1, 2.5, random.next() * 10]);
      const lagSeconds = random.pick([0, 0.04, 1, 2.5, random.next() * 10]);
      const desk = start(layout(button('b', { leadSeconds, lagSeconds })), times);
      const frame = random.integer(count);
      desk.press('b', frame);
      const range = desk.events()[0]?.range ?? { start: -1, end: -1 };
      const at = times[frame] ?? 0;
      expect(range.start, `seed ${seed}`).toBeLessThanOrEqual(frame);
      expect(range.end).toBeGreaterThanOrEqual(frame);
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeLessThan(count);
      // The start is on the screen at the lead, unless the clip begins later; so is the end at the lag.
      const slack = 1e-5;
      if (range.start > 0) expect(times[range.start]).toBeLessThanOrEqual(at - leadSeconds + slack);
      const afterStart = times[range.start + 1];
      if (range.start < frame && afterStart !== undefined) {
        expect(afterStart).toBeGreaterThan(at - leadSeconds - slack);
      }
      expect(times[range.end]).toBeLessThanOrEqual(at + lagSeconds + slack);
      const afterEnd = times[range.end + 1];
      if (afterEnd !== undefined) expect(afterEnd).toBeGreaterThan(at + lagSeconds - slack);
    }
  });

  it.each([1 / 8, 1 / 4, 1 / 2, 1, 2, 4])(
    'lands on the frame shown while playing at %d of the speed, forwards and in reverse',
    (speed) => {
      const random = createRandom(17);
      for (const times of [even(600, 24), uneven(random, 600)]) {
        for (const direction of [1, -1]) {
          const desk = start(layout(button('b')), times);
          // What is shown after each picture of the screen, whatever the clock of the wall says.
          const first = times[0] ?? 0;
          const last = times.at(-1) ?? 0;
          for (let seconds = 0.3; seconds < 4; seconds += 0.37) {
            const time = direction === 1 ? first + seconds * speed : last - seconds * speed;
            const shown = Math.max(
              0,
              times.findLastIndex((each) => each <= time),
            );
            const before = desk.events().length;
            desk.press('b', shown);
            expect(desk.events()[before]?.range).toEqual({ start: shown, end: shown });
          }
        }
      }
    },
  );
});

describe('A toggle', () => {
  it('begins with one press and ends with the next, at the frames shown', () => {
    const desk = start(layout(button('attack', { mode: 'toggle' })));
    expect(desk.press('attack', 100).changes).toEqual([]);
    expect(desk.underWay).toEqual(['attack']);
    desk.press('attack', 160);
    expect(desk.underWay).toEqual([]);
    expect(desk.told()).toEqual(['attack 100–160']);
  });

  it('gives the same frames when the clip ran backwards between the presses', () => {
    const desk = start(layout(button('attack', { mode: 'toggle' })));
    desk.press('attack', 160);
    desk.press('attack', 100);
    expect(desk.told()).toEqual(['attack 100–160']);
  });

  it('of an exclusive group ends the others at the frame before it begins', () => {
    const group = { mode: 'toggle', exclusiveGroup: 'Possession' } as const;
    const desk = start(
      layout(button('home', group), button('away', group), button('play', { mode: 'toggle' })),
    );
    desk.press('play', 90);
    desk.press('home', 100);
    desk.press('away', 150);
    expect(desk.underWay).toEqual(['play', 'away']);
    expect(desk.told()).toEqual(['home 100–149']);
    desk.press('away', 200);
    expect(desk.told()).toEqual(['home 100–149', 'away 150–200']);
  });

  it('that is corrected on the frame where it began leaves nothing', () => {
    const group = { mode: 'toggle', exclusiveGroup: 'Possession' } as const;
    const desk = start(layout(button('home', group), button('away', group)));
    desk.press('home', 100);
    desk.press('away', 100);
    expect(desk.told()).toEqual([]);
    expect(desk.underWay).toEqual(['away']);
  });

  it('of the group of phases makes a code that is a phase, in the colour of its button', () => {
    const phase = button('Flight', { mode: 'toggle', exclusiveGroup: phaseGroup, colour: '#0072b2' });
    const desk = start(layout(phase, button('Fault', { colour: '#d55e00' })));
    desk.press('Flight', 1);
    desk.press('Flight', 9);
    desk.press('Fault', 5);
    expect(desk.codes().map(({ name, role, colour }) => [name, role, colour])).toEqual([
      ['Flight', 'phase', '#0072b2'],
      ['Fault', 'event', '#d55e00'],
    ]);
  });

  it('is ended with all others at once', () => {
    const desk = start(layout(button('a', { mode: 'toggle' }), button('b', { mode: 'toggle' })));
    desk.press('a', 10);
    desk.press('b', 20);
    desk.end(30);
    expect(desk.told()).toEqual(['a 10–30', 'b 20–30']);
    expect(desk.underWay).toEqual([]);
  });

  it('of an exclusive group never overlaps another one, whatever is pressed, forwards', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = createRandom(seed);
      const group = { mode: 'toggle', exclusiveGroup: 'g' } as const;
      const desk = start(layout(button('a', group), button('b', group), button('c', group)));
      let frame = 0;
      for (let press = 0; press < 30; press += 1) {
        frame += 1 + random.integer(20);
        desk.press(random.pick(['a', 'b', 'c']), frame);
        expect(desk.underWay.length).toBeLessThanOrEqual(1);
      }
      const ranges = desk.events().map(({ range }) => range);
      for (const [at, range] of ranges.entries()) {
        expect(range.start).toBeLessThanOrEqual(range.end);
        const next = ranges[at + 1];
        if (next) expect(range.end, `seed ${seed}`).toBeLessThan(next.start);
      }
    }
  });
});

describe('Links', () => {
  it('press other buttons along, each once, though they go round in a circle', () => {
    const desk = start(
      layout(
        button('goal', { links: ['shot'] }),
        button('shot', { links: ['goal', 'shot', 'won'] }),
        button('won', { kind: 'label', group: 'Result', links: ['goal'] }),
      ),
    );
    const { changes } = desk.press('goal', 50);
    expect(desk.told()).toEqual(['goal 50–50', 'shot 50–50']);
    expect(desk.labels()).toEqual(['won', 'won']);
    expect(changes.filter(({ kind }) => kind === 'event')).toHaveLength(2);
  });

  it('let linked toggles begin and end with the one that is pressed', () => {
    const desk = start(
      layout(button('a', { mode: 'toggle', links: ['b'] }), button('b', { mode: 'toggle' })),
    );
    desk.press('b', 5);
    desk.press('a', 10);
    expect(desk.underWay.toSorted()).toEqual(['a', 'b']);
    desk.press('a', 20);
    expect(desk.underWay).toEqual([]);
    expect(desk.told().toSorted()).toEqual(['a 10–20', 'b 5–20']);
  });
});

describe('A label', () => {
  const left = button('left', { kind: 'label', group: 'Foot' });
  const won = button('won', { kind: 'label', group: 'Result', exclusiveGroup: 'Result' });
  const lost = button('lost', { kind: 'label', group: 'Result', exclusiveGroup: 'Result' });
  const possession = button('possession', { mode: 'toggle' });
  const window = layout(button('pass'), possession, left, won, lost);

  it('goes to what the last press tagged, and comes off by the same press again', () => {
    const desk = start(window);
    desk.press('pass', 10);
    desk.press('pass', 20);
    desk.press('left', 25);
    expect(desk.labels()).toEqual(['', 'left']);
    desk.press('left', 26);
    expect(desk.labels()).toEqual(['', '']);
  });

  it('goes to the event being tagged, and stands in it when that ends', () => {
    const desk = start(window);
    desk.press('possession', 10);
    desk.press('left', 12);
    expect(hasLabel(desk.targets, { group: 'Foot', text: 'left' })).toBe(true);
    desk.press('possession', 30);
    expect(desk.labels()).toEqual(['left']);
  });

  it('goes to a pass within a possession that runs on, not to the possession', () => {
    const desk = start(window);
    desk.press('possession', 10);
    desk.press('pass', 20);
    desk.press('left', 22);
    desk.press('possession', 30);
    expect(desk.told()).toEqual(['pass 20–20', 'possession 10–30']);
    expect(desk.labels()).toEqual(['left', '']);
  });

  it('goes to the selected events where they were selected since the last press', () => {
    const desk = start(window);
    desk.press('pass', 10);
    desk.press('pass', 20);
    desk.select(desk.events()[0]?.id ?? '');
    desk.press('won', 500);
    expect(desk.labels()).toEqual(['won', '']);
  });

  it('takes the place of another one of its exclusive group', () => {
    const desk = start(window);
    desk.press('pass', 10);
    desk.press('left', 10);
    desk.press('won', 10);
    desk.press('lost', 10);
    expect(desk.labels()).toEqual(['left lost']);
  });

  it('changes nothing where there is nothing to label', () => {
    expect(start(window).press('left', 10).changes).toEqual([]);
  });
});

describe('A locked code', () => {
  it('is neither tagged nor begun nor labelled, and is named', () => {
    const desk = start(
      layout(button('pass'), button('run', { mode: 'toggle' }), button('left', { kind: 'label' })),
    );
    desk.press('pass', 10);
    desk.press('run', 10);
    desk.press('run', 20);
    for (const { id } of desk.codes()) desk.change(changeCode(desk.items, id, { locked: true }));
    expect(desk.press('pass', 30)).toMatchObject({ changes: [], refused: ['pass'] });
    expect(desk.press('run', 30)).toMatchObject({ begun: [], refused: ['run'] });
    expect(desk.press('left', 30).changes).toEqual([]);
    expect(desk.events()).toHaveLength(2);
  });
});

describe('Any sequence of presses', () => {
  it('gives only events inside the clip under codes that exist, and as many as it said', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = createRandom(seed);
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const window = layout(
        ...names.map((id) =>
          button(id, {
            kind: random.integer(4) === 0 ? 'label' : 'code',
            mode: random.pick(['moment', 'toggle']),
            leadSeconds: random.integer(3),
            lagSeconds: random.integer(3),
            exclusiveGroup: random.pick(['', '', 'x', 'y']),
            links: names.filter(() => random.integer(5) === 0),
          }),
        ),
      );
      const desk = start(window, uneven(random, 300));
      let said = 0;
      for (let press = 0; press < 40; press += 1) {
        said += desk.press(random.pick(names), random.integer(300)).tagged.length;
        expect(new Set(desk.underWay).size, `seed ${seed}`).toBe(desk.underWay.length);
      }
      said += desk.end(299).tagged.length;
      expect(desk.underWay).toEqual([]);
      expect(desk.events()).toHaveLength(said);
      for (const { codeId, range, labels } of desk.events()) {
        expect(desk.items.code.has(codeId)).toBe(true);
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(300);
        expect(new Set(labels.map(({ text }) => text)).size).toBe(labels.length);
      }
    }
  });
});
