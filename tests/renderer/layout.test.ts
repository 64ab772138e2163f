import { describe, expect, it } from 'vitest';
import { giveWay, type SidePanels } from '#renderer/app/state/give-way.ts';

const roomy: SidePanels = {
  view: 'review',
  leftPanel: 'events',
  traceOpen: true,
  narrow: false,
  roomyLeftPanel: 'codes',
  roomyTraceOpen: true,
};
function change(state: SidePanels, ...changes: readonly Partial<SidePanels>[]): SidePanels {
  let now = state;
  for (const each of changes) now = giveWay(now, { ...now, ...each });
  return now;
}

describe('The panels beside the picture', () => {
  it('give way in a narrow window and are back with room', () => {
    const narrow = change(roomy, { narrow: true });
    expect(narrow).toMatchObject({ leftPanel: 'none', traceOpen: false });
    expect(change(narrow, { narrow: false })).toMatchObject({ leftPanel: 'events', traceOpen: true });
    const closed = change(
      { ...roomy, traceOpen: false },
      { narrow: true },
      { traceOpen: true },
      { narrow: false },
    );
    expect(closed).toMatchObject({ leftPanel: 'events', traceOpen: false });
  });

  it('take each other’s place while there is room for one', () => {
    const narrow = change(roomy, { narrow: true });
    const trace = change(narrow, { leftPanel: 'codes' }, { traceOpen: true });
    expect(trace).toMatchObject({ leftPanel: 'none', traceOpen: true });
    expect(change(trace, { leftPanel: 'events' })).toMatchObject({ leftPanel: 'events', traceOpen: false });
    const library = change(trace, { view: 'library' });
    expect(library).toMatchObject({ view: 'library', traceOpen: false });
    expect(change(library, { traceOpen: true })).toMatchObject({ view: 'review', traceOpen: true });
  });

  it('stand side by side where there is room', () => {
    expect(change(roomy, { leftPanel: 'codes' }, { view: 'library' })).toMatchObject({
      leftPanel: 'codes',
      traceOpen: true,
    });
  });
});
