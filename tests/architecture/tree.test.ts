import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile, root } from './source-files.ts';

const files = projectFiles();
const isSource = (path: string) =>
  /\.(tsx?|mjs|py|css)$/.test(path) && !/(^|\/)(tests?|fixtures)\//.test(path);
const lineCount = (path: string) => readProjectFile(path).split('\n').length - 1;

describe('The tree', () => {
  it('has no source file over 400 lines', () => {
    const long = files.filter(isSource).filter((path) => lineCount(path) > 400);
    expect(long.map((path) => `${path}: ${lineCount(path)}`)).toEqual([]);
  });

  it('names TypeScript files in kebab case', () => {
    const wrong = files.filter(
      (path) =>
        /\.tsx?$/.test(path) && !/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(path.split('/').at(-1) ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps samples under 3 MB each and weights under 40 MB in all', () => {
    const size = (path: string) => statSync(join(root, path)).size;
    const samples = files.filter((path) => path.startsWith('resources/samples/'));
    expect(samples.filter((path) => size(path) > 3e6)).toEqual([]);
    const weights = files.filter((path) => path.startsWith('resources/models/'));
    expect(weights.reduce((sum, path) => sum + size(path), 0)).toBeLessThan(40e6);
  });

  it('names no registry host in the lock file', () => {
    expect(readProjectFile('package-lock.json')).not.toMatch(/"resolved":/);
  });

  it('says nothing of the machine it was written on', () => {
    const texts = files.filter(
      (path) => /\.(tsx?|mjs|py|md|json|toml|ya?ml|sh|css|html)$/.test(path) && path !== 'package-lock.json',
    );
    const machinePath = new RegExp(['/root/', '/work/', '/home/[a-z]'].join('|'));
    const telling = texts.filter(
      (path) => path !== 'tests/architecture/tree.test.ts' && machinePath.test(readProjectFile(path)),
    );
    expect(telling).toEqual([]);
  });
});

describe('The built bundles', () => {
  const built = join(root, 'out', 'main');

  it.skipIf(!existsSync(built))(
    'have no electron outside the Electron entry (skipped: not built, run `npm run build`)',
    () => {
      const reachable = (entry: string, seen = new Set<string>()): Set<string> => {
        if (seen.has(entry) || !existsSync(join(built, entry))) return seen;
        seen.add(entry);
        const text = readFileSync(join(built, entry), 'utf8');
        for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
          reachable(join(entry, '..', specifier), seen);
        }
        return seen;
      };
      const importsElectron = (entry: string) =>
        [...reachable(entry)].filter((chunk) =>
          /(?:from\s*|import\s*\(?\s*|require\(\s*)["']electron["']/.test(
            readFileSync(join(built, chunk), 'utf8'),
          ),
        );
      for (const entry of ['web.js', 'cli.js', 'video-worker.js', 'inference-worker.js']) {
        expect(existsSync(join(built, entry)), entry).toBe(true);
        expect(importsElectron(entry), entry).toEqual([]);
      }
      expect(importsElectron('electron.js')).not.toEqual([]);
      expect(readdirSync(built).length).toBeGreaterThan(4);
    },
  );
});
