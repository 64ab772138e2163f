import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../../..');
const venv = join(root, 'training/.venv/bin/python');

/** Made before, by `python -m training.export.tiny_families --out FOLDER`, to save the two minutes that it takes. */
const made = process.env.DEEPSPORT_TEST_FAMILIES;

export const canMakeFamilies = made !== undefined || existsSync(venv);

/** Appended to the titles of tests that are skipped without PyTorch. */
export const familiesNote = canMakeFamilies
  ? ''
  : ' (skipped: no PyTorch in training/.venv, see training/README.md)';

export const families = ['qwen2_vl', 'qwen2_5_vl', 'qwen3_vl'] as const;
export type Family = (typeof families)[number];

/** Precisions and the endings of their files. */
export const precisions = {
  fp32: '',
  fp16: '_fp16',
  q8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
} as const;
export type Precision = keyof typeof precisions;

/** What family_reference.py writes. */
export type FamilyReference = {
  readonly system: string;
  readonly maxTokens: number;
  readonly turns: readonly {
    /** Frame number, width and height. */
    readonly frames: readonly (readonly [number, number, number])[];
    readonly text: string;
    readonly grids: readonly (readonly [number, number, number])[];
  }[];
  /** The whole conversation up to its last reply. */
  readonly ids: readonly number[];
  readonly positions: readonly (readonly number[])[];
  readonly replies: Readonly<Record<Precision | 'torch', readonly (readonly number[])[]>>;
  readonly patches: readonly {
    readonly index: number;
    readonly width: number;
    readonly height: number;
    readonly grid: readonly [number, number, number];
  }[];
};

/** A folder with the models of all families; the caller removes it unless it was made before. */
export async function makeFamilies(): Promise<{ readonly folder: string; readonly temporary: boolean }> {
  if (made) return { folder: made, temporary: false };
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-families-'));
  await promisify(execFile)(venv, ['-W', 'ignore', '-m', 'training.export.tiny_families', '--out', folder], {
    cwd: root,
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', OMP_NUM_THREADS: '2' },
    maxBuffer: 2 ** 26,
  });
  return { folder, temporary: true };
}

export const readReference = (folder: string, family: Family): FamilyReference =>
  JSON.parse(readFileSync(join(folder, family, 'reference.json'), 'utf8'));

/** A model folder that holds one precision alone, as links. */
export async function folderOfPrecision(
  folder: string,
  family: Family,
  precision: Precision,
  into: string,
): Promise<string> {
  const source = join(folder, family);
  const target = await mkdtemp(join(into, `${family}-${precision}-`));
  await mkdir(join(target, 'onnx'));
  for (const name of await readdir(source)) {
    if (name.endsWith('.json')) await symlink(join(source, name), join(target, name));
  }
  const graph = new RegExp(
    `^(vision_encoder|embed_tokens|decoder_model_merged)${precisions[precision]}\\.onnx`,
  );
  for (const name of await readdir(join(source, 'onnx'))) {
    if (graph.test(name)) await symlink(join(source, 'onnx', name), join(target, 'onnx', name));
  }
  return target;
}
