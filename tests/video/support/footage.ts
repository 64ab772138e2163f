import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../../shared/footage');

/** Real clips lie beside the repository, for their licences do not let them be part of it. */
export const hasFootage = existsSync(folder);

export const footage = (name: string): string => join(folder, name);

/** Appended to the titles of tests that are skipped without the clips. */
export const footageNote = hasFootage ? '' : ' (skipped: the folder shared/footage is not there)';
