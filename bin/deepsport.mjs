#!/usr/bin/env node
// `npx deepsport COMMAND …`: the command line.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureNode, root } from './prepare.mjs';

await ensureNode();
ensureBuilt();
await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
