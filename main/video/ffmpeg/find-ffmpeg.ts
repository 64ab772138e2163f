import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Where the ffmpeg program may lie. */
export type FfmpegPlaces = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** A folder delivered with the application that may hold a copy; null for none. */
  readonly bundledFolder: string | null;
  /** The folder of an installed npm package; null where it is not installed. */
  readonly packageFolder: (name: string) => string | null;
};

export const machinePlaces = (): FfmpegPlaces => ({
  env: process.env,
  platform: process.platform,
  bundledFolder: bundledFolder(),
  packageFolder,
});

/** The paths worth trying, best first. The one that DEEPSPORT_FFMPEG names stands alone: a person chose it. */
export async function findFfmpeg(places: FfmpegPlaces = machinePlaces()): Promise<readonly string[]> {
  const { env, platform, bundledFolder, packageFolder } = places;
  if (env.DEEPSPORT_FFMPEG) return [env.DEEPSPORT_FFMPEG];
  const fileName = platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = [
    bundledFolder,
    packageFolder('ffmpeg-static'),
    ...(env.PATH ?? env.Path ?? '').split(delimiter),
  ];
  const found: string[] = [];
  for (const folder of folders) {
    if (!folder) continue;
    const path = join(folder, fileName);
    if (await isExecutable(path)) found.push(path);
  }
  return found;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Electron says where the application's resources lie; under Node there are none. */
function bundledFolder(): string | null {
  const { resourcesPath } = process as { resourcesPath?: string };
  return resourcesPath ? join(resourcesPath, 'ffmpeg') : null;
}

function packageFolder(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}
