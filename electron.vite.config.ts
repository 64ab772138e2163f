import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const path = (relative: string) => resolve(import.meta.dirname, relative);

/** One entry per process: the hosts, and the workers that hosts start by name beside themselves. */
const mainEntries = {
  electron: path('main/hosts/electron/main.ts'),
  web: path('main/hosts/web/main.ts'),
  cli: path('main/hosts/cli/main.ts'),
  'video-worker': path('main/video/video-worker.ts'),
  'media-worker': path('main/video/media-worker.ts'),
  'inference-worker': path('main/inference/worker.ts'),
};

export default defineConfig({
  main: {
    build: {
      outDir: path('out/main'),
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(mainEntries).filter(([, file]) => existsSync(file))),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: path('out/preload'),
      // A sandboxed page's preload script must be one CommonJS file without packages.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('renderer'),
    plugins: [react()],
    build: {
      outDir: path('out/renderer'),
      minify: true,
      rolldownOptions: { input: { index: path('renderer/index.html') } },
    },
  },
});
