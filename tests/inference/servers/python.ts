import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '../../..');
export const python = join(projectRoot, 'training/.venv/bin/python');
/** For PYTHONPATH. */
export const packages = join(import.meta.dirname, '.venv');

/** Why Python cannot run with this package here; null where it can. README.md beside this file says how to set it up. */
export const missingPackages = (needed: string): string | null =>
  existsSync(python) && existsSync(join(packages, needed))
    ? null
    : 'the Python environment of tests/inference/servers is not installed';
