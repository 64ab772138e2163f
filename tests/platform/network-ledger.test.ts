import { describe, expect, it } from 'vitest';
import { createNetworkLedger, isLoopback } from '#main/platform/index.ts';

const answer = async () => new Response('ok');

describe('The ledger of bytes that leave this machine', () => {
  it('counts address, headers and body of what goes to another machine', async () => {
    const ledger = createNetworkLedger(answer);
    const url = 'https://cluster.example/v1/chat';
    await ledger.fetch(url, { method: 'POST', body: 'äöü', headers: { a: 'bc' } });
    expect(ledger.bytesSent()).toBe(url.length + 'a: bc\r\n'.length + 6);
    await ledger.fetch(new URL(url), { method: 'POST', body: new Uint8Array(1000) });
    expect(ledger.bytesSent()).toBe(2 * url.length + 7 + 6 + 1000);
  });

  it('does not count what stays on this machine', async () => {
    const ledger = createNetworkLedger(answer);
    for (const host of ['localhost:1', '127.0.0.1', '127.3.2.1:99', '[::1]:8000', 'llama.localhost']) {
      await ledger.fetch(`http://${host}/v1`, { method: 'POST', body: 'frames' });
    }
    expect(ledger.bytesSent()).toBe(0);
  });

  it('counts what was sent even when no answer comes', async () => {
    const ledger = createNetworkLedger(() => Promise.reject(new Error('refused')));
    await expect(ledger.fetch('http://far.example/', { method: 'POST', body: '12345' })).rejects.toThrow();
    expect(ledger.bytesSent()).toBe('http://far.example/'.length + 5);
  });

  it.each(['localhost.example', '10.0.0.1', '128.0.0.1', 'notlocalhost', '127.0.0.1.example'])(
    'takes %s for another machine',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});
