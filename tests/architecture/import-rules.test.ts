import { describe, expect, it } from 'vitest';
import { importsOf, typeScriptFiles } from './source-files.ts';

const sources = typeScriptFiles('common', 'main', 'preload', 'renderer');
const isProjectPath = (path: string) => /^(common|main|preload|renderer|tests)\//.test(path);

/** The area of a file: its top-level folder, and below `main` also the domain folder. */
function areaOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top !== 'main') return top;
  return second.endsWith('.ts') ? `main/${second}` : `main/${second}`;
}

/** Who may import whom (design §3). `common` may be imported by everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  common: [],
  preload: [],
  renderer: [],
  'main/platform': [],
  'main/video': ['main/platform'],
  'main/inference': ['main/platform'],
  'main/project': ['main/platform'],
  'main/agent': ['main/platform', 'main/video', 'main/inference'],
  'main/rpc': [
    'main/platform',
    'main/video',
    'main/inference',
    'main/project',
    'main/agent',
    'main/composition.ts',
  ],
  'main/composition.ts': [
    'main/platform',
    'main/video',
    'main/inference',
    'main/project',
    'main/agent',
    'main/rpc',
  ],
  'main/hosts': ['main/platform', 'main/composition.ts', 'main/rpc'],
};

/** Packages that only these areas may import. */
const guardedPackages: readonly { readonly pattern: RegExp; readonly where: RegExp }[] = [
  { pattern: /^electron$/, where: /^(main\/hosts\/electron|preload)\// },
  { pattern: /^(node-av|@mediabunny\/server)/, where: /^main\/video\// },
  { pattern: /^(onnxruntime-node|@huggingface\/)/, where: /^main\/inference\// },
  { pattern: /^openai$/, where: /^main\/inference\/openai\// },
  { pattern: /^node:/, where: /^main\// },
  { pattern: /^react/, where: /^renderer\// },
];

const edges = sources.flatMap((from) => importsOf(from).map((to) => ({ from, to })));

describe('Who may import whom', () => {
  it('finds sources and their imports to check', () => {
    expect(edges.length).toBeGreaterThan(50);
  });

  it('is kept by every file', () => {
    const broken = edges.filter(({ from, to }) => {
      if (!isProjectPath(to)) return false;
      const [fromArea, toArea] = [areaOf(from), areaOf(to)];
      return fromArea !== toArea && toArea !== 'common' && !allowed[fromArea]?.includes(toArea);
    });
    expect(broken).toEqual([]);
  });

  it('knows the area of every file', () => {
    expect(sources.filter((path) => allowed[areaOf(path)] === undefined)).toEqual([]);
  });

  it('lets agent, rpc and hosts reach another domain only by its index or its port', () => {
    const isEntry = (path: string) =>
      /\/(index|video-service|vision-language-model|engine-registry|agent|project-store|clip-registry)\.ts$/.test(
        path,
      );
    const deep = edges.filter(
      ({ from, to }) =>
        /^main\/(agent|rpc|hosts)\//.test(from) &&
        /^main\/(video|inference|agent|project)\//.test(to) &&
        areaOf(from) !== areaOf(to) &&
        !isEntry(to),
    );
    expect(deep).toEqual([]);
  });

  it('keeps guarded packages where they belong', () => {
    const strayed = edges.filter(({ from, to }) =>
      guardedPackages.some(({ pattern, where }) => pattern.test(to) && !where.test(from)),
    );
    expect(strayed).toEqual([]);
  });

  it('keeps the features of the interface apart', () => {
    const shared = new Set(['app', 'client', 'texts', 'ui']);
    const featureOf = (path: string) => path.split('/')[1] ?? '';
    const crossing = edges.filter(
      ({ from, to }) =>
        from.startsWith('renderer/') &&
        to.startsWith('renderer/') &&
        featureOf(from) !== 'app' &&
        featureOf(from) !== featureOf(to) &&
        !shared.has(featureOf(to)) &&
        to.split('/').length > 2 &&
        from.split('/').length > 2,
    );
    expect(crossing).toEqual([]);
  });

  it('has no cycles', () => {
    const targets = new Map(sources.map((path) => [path, importsOf(path).filter(isProjectPath)]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of sources) visit(path, []);
    expect(cycles).toEqual([]);
  });
});
