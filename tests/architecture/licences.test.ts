import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProjectFile, root } from './source-files.ts';

describe('The list of licences', () => {
  it('is the one that its command makes from the lock file', () => {
    const script = join(root, 'docs', 'make-licences.mjs');
    const page = execFileSync(
      process.execPath,
      ['-e', `import(${JSON.stringify(script)}).then((m) => process.stdout.write(m.licencesPage()))`],
      { encoding: 'utf8' },
    );
    expect(readProjectFile('docs/licences.md')).toBe(page);
  });

  it('knows the licence of every package', () => {
    expect(readProjectFile('docs/licences.md')).not.toMatch(/not stated/);
  });
});
