import { posix, win32 } from 'node:path';

type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
};

/**
 * Where projects, settings and uploads of a person lie: DEEPSPORT_DATA where set, else the place each system has
 * for it (XDG_DATA_HOME, AppData, Application Support).
 */
export function dataFolder({ platform, env, home }: Surroundings): string {
  if (env.DEEPSPORT_DATA) return env.DEEPSPORT_DATA;
  switch (platform) {
    case 'win32':
      return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'DeepSport');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'DeepSport');
    default:
      return posix.join(env.XDG_DATA_HOME || posix.join(home, '.local', 'share'), 'deepsport');
  }
}
