import { describe, expect, it } from 'vitest';
import { dataFolder } from '#main/platform/index.ts';

describe('The data folder', () => {
  it.each([
    ['linux', {}, '/users/ada', '/users/ada/.local/share/deepsport'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/users/ada', '/data/deepsport'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/DeepSport'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\DeepSport'],
    ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\ada', 'D:\\Roaming\\DeepSport'],
    ['linux', { DEEPSPORT_DATA: '/elsewhere' }, '/users/ada', '/elsewhere'],
  ] as const)('lies where %s keeps it (%o)', (platform, env, home, expected) => {
    expect(dataFolder({ platform, env, home })).toBe(expected);
  });
});
