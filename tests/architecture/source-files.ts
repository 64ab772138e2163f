import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '..', '..');

/** Every file that git knows or would know, relative to the root, that exists. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8');

/** TypeScript sources below the given top-level folders. */
export const typeScriptFiles = (...folders: readonly string[]): readonly string[] =>
  projectFiles().filter((path) => /\.tsx?$/.test(path) && folders.includes(path.split('/')[0] ?? ''));

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

/** What a file imports: project files as paths from the root, packages by their name as written. */
export function importsOf(path: string): readonly string[] {
  return [...readProjectFile(path).matchAll(importPattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    if (specifier.startsWith('#')) return specifier.slice(1);
    if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
    return specifier;
  });
}
