import { describe, expect, it } from 'vitest';
import { createHandoverStore } from '#renderer/app/state/handover-store.ts';

/** A storage that holds one text. */
function holding(text: string | null) {
  const held = { text };
  return {
    held,
    storage: {
      getItem: () => held.text,
      setItem: (_: string, value: string) => {
        held.text = value;
      },
    },
  };
}
const choiceOf = (text: string | null) => createHandoverStore(holding(text).storage).getState().choice;
const first = createHandoverStore(undefined).getState().choice;

describe('What was chosen for handing over', () => {
  it('is remembered, but for the scope and the title', () => {
    const { storage } = holding(null);
    const choose = createHandoverStore(storage).getState().choose;
    choose({ format: 'pdf', scope: 'selected', title: 'Final', pictures: false });
    expect(createHandoverStore(storage).getState().choice).toEqual({
      ...first,
      format: 'pdf',
      pictures: false,
    });
  });

  it('keeps no dropped file', () => {
    const { storage, held } = holding(null);
    const store = createHandoverStore(storage);
    store.getState().setFile(new File(['code'], 'events.csv'));
    expect(held.text).toBeNull();
    expect(store.getState().file?.name).toBe('events.csv');
  });

  it('begins anew where what was remembered is broken or from another version', () => {
    for (const broken of [
      '{',
      'null',
      '7',
      '[]',
      '"csv"',
      '{"format":"docx"}',
      '{"pictures":"yes","more":1}',
    ])
      expect(choiceOf(broken), broken).toEqual(first);
    expect(choiceOf('{"format":"docx","numbers":false}')).toEqual({ ...first, numbers: false });
  });

  it('works where nothing can be stored', () => {
    const refuse = () => {
      throw new Error('Storage is off.');
    };
    const store = createHandoverStore({ getItem: refuse, setItem: refuse });
    store.getState().choose({ format: 'edl' });
    expect(store.getState().choice).toEqual({ ...first, format: 'edl' });
  });
});
