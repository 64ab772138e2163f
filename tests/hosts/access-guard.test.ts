import { describe, expect, it } from 'vitest';
import { createAccessGuard } from '#main/hosts/web/access-guard.ts';

const token = 'right-token';
const guard = createAccessGuard(token, 7460);
const cookie = `other=1; deepsport_7460=${token}`;
const host = '127.0.0.1:7460';
const visit = (headers: Record<string, string>, target = '/', method = 'GET', upgrade = false) =>
  guard({ method, target, headers: { host, ...headers }, upgrade });

describe('The guard of the web host', () => {
  it('lets the first visit in by the token and hands out a cookie that scripts and other sites cannot use', () => {
    const access = visit({}, `/?token=${token}`);
    expect(access).toEqual({
      kind: 'enter',
      cookie: `deepsport_7460=${token}; Path=/; HttpOnly; SameSite=Strict`,
    });
  });

  it('refuses a wrong token and a token elsewhere than on the first page', () => {
    expect(visit({}, '/?token=wrong')).toMatchObject({ kind: 'refused', status: 403 });
    expect(visit({}, `/media/clips/1/file?token=${token}`)).toMatchObject({ kind: 'refused', status: 401 });
    expect(visit({}, `/?token=${token}`, 'POST')).toMatchObject({ kind: 'refused' });
    expect(visit({}, `/?token=${token}`, 'GET', true)).toMatchObject({ kind: 'refused' });
  });

  it('allows the holder of the cookie, and nobody else', () => {
    expect(visit({ cookie })).toEqual({ kind: 'allowed' });
    for (const wrong of ['', 'deepsport_7460=', `deepsport_7461=${token}`, `deepsport_7460=${token}x`]) {
      expect(visit({ cookie: wrong })).toMatchObject({ kind: 'refused', status: 401 });
    }
  });

  it.each(['localhost:7460', '[::1]:7460', '127.0.0.1:7460'])('answers under this machine as %s', (name) => {
    expect(visit({ host: name, cookie })).toEqual({ kind: 'allowed' });
  });

  it.each([
    'evil.example:7460',
    '127.0.0.1.evil.example:7460',
    '127.0.0.1:80',
    '127.0.0.1',
    '',
    '192.168.0.5:7460',
  ])('refuses the host name “%s” even with the cookie', (name) => {
    expect(visit({ host: name, cookie })).toMatchObject({ kind: 'refused', status: 403 });
    expect(visit({ host: name }, `/?token=${token}`)).toMatchObject({ kind: 'refused', status: 403 });
  });

  it('refuses other origins, and changes without an origin', () => {
    expect(visit({ cookie, origin: `http://${host}` }, '/media/clips', 'PUT')).toEqual({ kind: 'allowed' });
    expect(visit({ cookie, origin: 'http://localhost:3000' })).toMatchObject({
      kind: 'refused',
      status: 403,
    });
    expect(visit({ cookie, origin: 'null' })).toMatchObject({ kind: 'refused' });
    expect(visit({ cookie }, '/media/clips', 'PUT')).toMatchObject({ kind: 'refused' });
    expect(visit({ cookie }, '/rpc', 'GET', true)).toMatchObject({ kind: 'refused' });
    expect(visit({ cookie, origin: `http://${host}` }, '/rpc', 'GET', true)).toEqual({ kind: 'allowed' });
  });

  it('refuses what a browser says comes from another site or another port', () => {
    expect(visit({ cookie, 'sec-fetch-site': 'same-site' })).toMatchObject({ kind: 'refused' });
    expect(visit({ cookie, 'sec-fetch-site': 'cross-site' })).toMatchObject({ kind: 'refused' });
    expect(visit({ cookie, 'sec-fetch-site': 'none' })).toEqual({ kind: 'allowed' });
    expect(visit({ cookie, 'sec-fetch-site': 'same-origin' })).toEqual({ kind: 'allowed' });
  });
});
