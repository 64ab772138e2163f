import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type Code,
  type CodeWindow,
  noItems,
  type ProjectEvent,
  putItem,
} from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { askChoice, askChoices } from '#renderer/app/state/ask-about.ts';
import { askEverywhere } from '#renderer/app/state/ask-everywhere.ts';
import { createAskingStore, sportInForce } from '#renderer/app/state/asking-store.ts';
import { formOfKind, isWholeForm, optionsOfText, textOfOptions } from '#renderer/trace/form-entry.ts';
import { entryOfRange, rangeOfEntry } from '#renderer/trace/range-entry.ts';
import { createFakeClient } from './fake-client.ts';

const code = (id: string, order: number) => ({ kind: 'code', id, name: `Code ${id}`, order }) as Code;
const event = (id: string, codeId: string, start: number, clipId = 'c1') =>
  ({ kind: 'event', id, codeId, clipId, range: { start, end: start + 4 } }) as ProjectEvent;
const items = applyChanges(
  noItems,
  [
    code('a', 1),
    code('b', 0),
    code('unused', 2),
    event('late', 'a', 50),
    event('early', 'a', 10),
    event('other', 'b', 30),
    event('elsewhere', 'b', 5, 'c2'),
  ].map(putItem),
);
const parts = { clip: { id: 'c1' }, selection: null, selected: [], items };

describe('What a question can be about', () => {
  it('is the clip, and each code that has events on it, in the order of their rows', () => {
    expect(askChoices(parts).map(({ id, targets }) => [id, targets.length])).toEqual([
      ['clip', 1],
      ['code:b', 1],
      ['code:a', 2],
    ]);
    expect(askChoices({ ...parts, clip: null })).toEqual([]);
  });

  it('is each code with its events on all clips at hand, clip after clip, for a queue', () => {
    const onClips = (...ids: readonly string[]) =>
      askEverywhere(
        items,
        ids.map((id) => ({ id })),
      ).map(({ id, code: name, targets }) => [
        id,
        name,
        targets.map(({ clipId, eventId }) => `${clipId} ${eventId}`).join(),
      ]);
    expect(onClips('c2', 'c1')).toEqual([
      ['code:b', 'Code b', 'c2 elsewhere,c1 other'],
      ['code:a', 'Code a', 'c1 early,c1 late'],
    ]);
    expect(onClips('c2')).toEqual([['code:b', 'Code b', 'c2 elsewhere']]);
    expect(onClips()).toEqual([]);
  });

  it('is the range and the selected events of this clip, from the first to the last', () => {
    const selection = { start: 3, end: 9 };
    const choices = askChoices({ ...parts, selection, selected: ['late', 'early', 'elsewhere', 'proposal'] });
    expect(choices.find(({ id }) => id === 'range')?.targets).toEqual([{ range: selection, eventId: null }]);
    expect(choices.find(({ id }) => id === 'events')).toMatchObject({
      code: 'Code a',
      targets: [{ eventId: 'early' }, { eventId: 'late' }],
    });
    const mixed = askChoices({ ...parts, selected: ['late', 'other'] });
    expect(mixed.find(({ id }) => id === 'events')?.code).toBe('');
  });

  it('follows what was selected last, until something else is chosen', () => {
    const choices = askChoices({ ...parts, selection: { start: 1, end: 2 }, selected: ['late'] });
    expect(askChoice(choices, null, 'range')?.id).toBe('range');
    expect(askChoice(choices, null, 'events')?.id).toBe('events');
    expect(askChoice(choices, 'code:a', 'events')?.id).toBe('code:a');
    expect(askChoice(choices, 'code:gone', 'events')?.id).toBe('events');
    expect(askChoice(askChoices(parts), null, 'events')?.id).toBe('clip');
  });

  it('is taken from the page’s selections', () => {
    const { stores } = createAppState({ client: createFakeClient().client, storage: undefined });
    const { asking, events, review } = stores;
    asking.getState().chooseAbout('clip');
    events.getState().select(['late']);
    expect(asking.getState()).toMatchObject({ about: null, selectedLast: 'events' });
    asking.getState().chooseAbout('clip');
    review.getState().select({ start: 0, end: 0 });
    expect(asking.getState()).toMatchObject({ about: null, selectedLast: 'range' });
  });
});

describe('The sport asked about', () => {
  const soccer = { kind: 'code-window', id: 'w', name: 'Mine', sport: 'soccer' } as CodeWindow;

  it('is the person’s choice, else that of the code window, else the one before', () => {
    expect(sportInForce({ sport: 'Boxing', sportBefore: 'Boxing' }, [soccer])).toBe('Boxing');
    expect(sportInForce({ sport: null, sportBefore: 'Boxing' }, [soccer])).toBe('Soccer');
    expect(sportInForce({ sport: null, sportBefore: 'Boxing' }, [])).toBe('Boxing');
    expect(sportInForce({ sport: null, sportBefore: null }, [])).toBe('Diving');
  });

  it('is remembered with the dimension, and a storage that is broken or forbidden changes nothing', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    createAskingStore(storage).getState().chooseSport('Fencing');
    createAskingStore(storage).getState().chooseDimension('rules');
    expect(createAskingStore(storage).getState()).toMatchObject({
      sport: null,
      sportBefore: 'Fencing',
      dimension: 'rules',
    });
    const broken = { getItem: () => '{"sport":7,', setItem: () => {} };
    expect(createAskingStore(broken).getState()).toMatchObject({
      sportBefore: null,
      dimension: 'recognition',
    });
    const forbidden = {
      getItem: () => {
        throw new Error('forbidden');
      },
      setItem: () => {
        throw new Error('forbidden');
      },
    };
    const store = createAskingStore(forbidden);
    store.getState().chooseSport('Boxing');
    expect(store.getState().sport).toBe('Boxing');
  });
});

describe('The form of an answer', () => {
  it('takes its options as a person writes them', () => {
    expect(optionsOfText(' Goal,No goal ; Goal,, ')).toEqual(['Goal', 'No goal']);
    expect(optionsOfText(textOfOptions(['Goal', 'No goal']))).toEqual(['Goal', 'No goal']);
    expect(optionsOfText(Array.from({ length: 60 }, (_, at) => `${at}`).join())).toHaveLength(40);
  });

  it('is whole when it can be asked', () => {
    expect(isWholeForm({ kind: 'choice', options: ['Goal'] })).toBe(false);
    for (const kind of ['text', 'spans', 'choice', 'number'])
      expect(isWholeForm(formOfKind(kind)), kind).toBe(true);
  });
});

describe('A range that is typed', () => {
  it('is one of the clip or none', () => {
    expect(rangeOfEntry(entryOfRange({ start: 3, end: 9 }), 10)).toEqual({ start: 3, end: 9 });
    expect(rangeOfEntry({ first: '3', last: '10' }, 10)).toBeUndefined();
    expect(rangeOfEntry({ first: '9', last: '3' }, 10)).toBeUndefined();
    expect(rangeOfEntry({ first: '', last: '3' }, 10)).toBeUndefined();
    expect(rangeOfEntry({ first: 'x', last: '3' }, 10)).toBeUndefined();
  });
});
