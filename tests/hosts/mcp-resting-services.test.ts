import { describe, expect, it } from 'vitest';
import { DeepSportError } from '#common/domain/index.ts';
import { createRestingServices } from '#main/hosts/mcp/resting-services.ts';
import { createFakeServices } from '../rpc/fake-services.ts';

/** Counts how many are open; each closes only when it is allowed to. */
function counted(restAfterMilliseconds: number | null) {
  const state = { opened: 0, closed: 0, present: 0, most: 0 };
  const resting = createRestingServices({
    open: () => {
      state.opened += 1;
      state.present += 1;
      state.most = Math.max(state.most, state.present);
      return createFakeServices({
        [Symbol.asyncDispose]: async () => {
          await Promise.resolve();
          state.present -= 1;
          state.closed += 1;
        },
      });
    },
    restAfterMilliseconds,
  });
  return { state, resting };
}

describe('Services of a server that is called now and then', () => {
  it('are opened at the first use, shared, and closed when nobody wants them for a while', async () => {
    const { state, resting } = counted(1);
    expect(state.opened).toBe(0);
    const hold = Promise.withResolvers<void>();
    const first = resting.use(async () => hold.promise);
    await resting.use(async ({ application }) => application());
    expect(state).toMatchObject({ opened: 1, closed: 0 });
    hold.resolve();
    await first;
    await expect.poll(() => state.closed).toBe(1);
  });

  it('are opened anew afterwards, and never twice at once', async () => {
    const { state, resting } = counted(0);
    for (let round = 1; round <= 3; round += 1) {
      await resting.use(async () => {});
      await expect.poll(() => state.closed).toBe(round);
    }
    expect(state).toMatchObject({ opened: 3, most: 1 });
    await resting[Symbol.asyncDispose]();
    expect(state).toMatchObject({ closed: 3, present: 0 });
  });

  it('stay where what they hold is kept nowhere, until the end', async () => {
    const { state, resting } = counted(null);
    await resting.use(async () => {});
    await resting.use(async () => {});
    expect(state).toMatchObject({ opened: 1, closed: 0 });
    await resting[Symbol.asyncDispose]();
    expect(state.present).toBe(0);
  });

  it('that cannot be opened are tried again at the next use', async () => {
    let tries = 0;
    const resting = createRestingServices({
      open: () => {
        tries += 1;
        if (tries === 1) throw new DeepSportError('PROJECT_DAMAGED', 'The project match is damaged.');
        return createFakeServices();
      },
      restAfterMilliseconds: null,
    });
    await expect(resting.use(async () => {})).rejects.toThrow('The project match is damaged.');
    expect(await resting.use(async () => 'there')).toBe('there');
  });
});
