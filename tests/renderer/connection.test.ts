import { describe, expect, it } from 'vitest';
import { DeepSportError } from '#common/domain/index.ts';
import { createLayoutStore } from '#renderer/app/state/layout-store.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { type Channel, connect } from '#renderer/client/connection.ts';
import { describeError } from '#renderer/client/describe-error.ts';

const nextTick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('The connection', () => {
  it('comes back by itself, and calls made meanwhile wait for it', async () => {
    const statuses: string[] = [];
    const breakers: (() => void)[] = [];
    let tries = 0;
    const open = async (): Promise<Channel> => {
      tries += 1;
      if (tries === 2) throw new Error('refused');
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      breakers.push(resolve);
      const mark = tries;
      return { link: { call: async () => mark }, closed, close: resolve };
    };
    const connection = connect({ open, onStatus: (status) => statuses.push(status), retryDelay: () => 1 });
    expect(await connection.client.clips.list()).toBe(1);
    breakers[0]?.();
    await Promise.resolve();
    await nextTick();
    expect(await connection.client.clips.list()).toBe(3);
    expect(statuses).toEqual(['connecting', 'open', 'lost', 'lost', 'open']);
    connection.close();
    await nextTick();
    expect(tries).toBe(3);
  });
});

describe('A failure', () => {
  it('is told by its own sentence', () => {
    expect(describeError(new DeepSportError('NOT_A_VIDEO', 'notes.txt is no video.'))).toEqual({
      code: 'NOT_A_VIDEO',
      message: 'notes.txt is no video.',
    });
  });

  it('never shows what only a programmer could read', () => {
    const odd = new TypeError("Cannot read properties of undefined (reading 'x')\n    at f (file.ts:1:1)");
    expect(describeError(odd).message).not.toMatch(/undefined|file\.ts/);
    expect(describeError('text').message).toMatch(/\.$/);
    expect(
      describeError(Object.assign(new Error('Input validation failed'), { code: 'BAD_REQUEST' })).code,
    ).toBe('BAD_INPUT');
    expect(describeError(new Error('Cannot send message, WebSocket is not open.')).code).toBe(
      'CONNECTION_LOST',
    );
  });
});

describe('The layout', () => {
  const memory = (start: Record<string, string> = {}) => {
    const values = new Map(Object.entries(start));
    return {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
  };

  it('is remembered', () => {
    const storage = memory();
    createLayoutStore(storage).getState().change({ traceWidth: 500, view: 'library' });
    expect(createLayoutStore(storage).getState()).toMatchObject({ traceWidth: 500, view: 'library' });
  });

  it('falls back to its defaults where what was kept is damaged or nothing may be kept', () => {
    const damaged = createLayoutStore(memory({ 'deepsport.layout': '{"traceWidth":"wide","x":1' }));
    expect(damaged.getState().view).toBe('review');
    const wrong = createLayoutStore(memory({ 'deepsport.layout': '{"traceWidth":"wide","odd":1}' }));
    expect(typeof wrong.getState().traceWidth).toBe('number');
    expect(createLayoutStore(undefined).getState().hint).toBe(true);
  });
});

describe('Notices', () => {
  it('stay readable after they were dismissed, and jobs go when they end', () => {
    const { getState } = createNoticesStore();
    getState().tell('problem', 'It broke.');
    getState().dismiss();
    expect(getState()).toMatchObject({ current: null, notices: [{ text: 'It broke.' }] });
    const job = getState().startJob('Opening');
    job.update({ fraction: 0.5, words: 'Opening · 50 %' });
    expect(getState().jobs).toMatchObject([{ words: 'Opening · 50 %', fraction: 0.5 }]);
    job.end();
    expect(getState().jobs).toEqual([]);
  });
});
