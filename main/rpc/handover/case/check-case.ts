import { basename } from 'node:path';
import { caseManifestSchema, casePictureSchema, trajectorySchema } from '#common/contract/index.ts';
import {
  type CaseCheck,
  type CaseManifest,
  type CasePicture,
  caseVersion,
  type StageProgress,
  type Trajectory,
} from '#common/domain/index.ts';
import type { SecretStore } from '#main/platform/index.ts';
import {
  type CaseArchive,
  checkSeal,
  newerCase,
  openArchive,
  pngPixelsHash,
} from '#main/project/case/index.ts';
import { type CheckedClip, type ClipAtHand, type ComparingVideo, compareClip } from './compare-clip.ts';
import { ownSealKey } from './own-seal-key.ts';

export type CheckCaseParts = {
  readonly video: ComparingVideo;
  readonly secrets: Pick<SecretStore, 'get'>;
};

export type CheckCaseOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: StageProgress) => void) | undefined;
  /** The clips whose frames are compared with the pictures of the case. */
  readonly clipsAtHand?: ((manifest: CaseManifest) => Promise<readonly ClipAtHand[]>) | undefined;
  /** Given the questions of the case and the clips at hand; gives what came of asking again. */
  readonly replay?:
    | ((trajectories: readonly Trajectory[], clips: readonly ClipAtHand[]) => Promise<CaseCheck['replays']>)
    | undefined;
};

/** More are counted, not named. */
const mostNamed = 20;

/**
 * Checks a case: each file against the seal, pictures against their hashes, and what else was asked for. What is wrong
 * is told by the result; throws BAD_INPUT where there is no case that could be checked.
 */
export async function checkCase(
  path: string,
  { video, secrets }: CheckCaseParts,
  { signal, report, clipsAtHand, replay }: CheckCaseOptions = {},
): Promise<CaseCheck> {
  const fileName = basename(path);
  await using archive = await openArchive(path, fileName);
  const own = await ownSealKey(secrets).catch(() => undefined);
  const seal = await checkSeal(archive, fileName, own?.publicKey ?? null, { signal, report });
  const faults = [...seal.faults];
  const remarks: string[] = [];

  const manifest = await readManifest(archive, fileName, signal);
  if (!manifest) faults.push('manifest.json cannot be read, so it is not known what the case is about.');
  const pictures = await readLines(archive, 'pictures.jsonl', casePictureSchema, signal);
  if (!pictures) faults.push('pictures.jsonl cannot be read, so pictures cannot be told from one another.');
  const wrong = await wrongPictures(archive, pictures ?? [], { signal, report });
  faults.push(...pictureFaults(archive, pictures ?? [], wrong, faults));

  const isWhole = faults.length === 0;

  const clips = manifest && clipsAtHand ? await clipsAtHand(manifest) : [];
  const checked: CheckedClip[] = [];
  for (const clip of clips) {
    checked.push(await compareClip(clip, pictures ?? [], { wrong, video, signal, report }));
  }
  const frames = checked.flatMap((clip) => clip.frames);
  faults.push(...checked.flatMap((clip) => clip.faults));
  remarks.push(...checked.flatMap((clip) => clip.remarks));

  const trajectories = replay && (await readLines(archive, 'trajectories.jsonl', trajectorySchema, signal));
  if (replay && !trajectories)
    faults.push('trajectories.jsonl cannot be read, so nothing can be asked again.');
  const replays = replay && trajectories ? await replay(trajectories, clips) : [];
  return { ...seal, fileName, manifest, isWhole, faults, remarks, frames, replays };
}

async function readManifest(
  archive: CaseArchive,
  fileName: string,
  signal: AbortSignal | undefined,
): Promise<CaseManifest | null> {
  const value = parsed(await textOf(archive, 'manifest.json', signal));
  const isNewer =
    typeof value === 'object' && value !== null && 'version' in value && Number(value.version) > caseVersion;
  if (isNewer) throw newerCase(fileName);
  return caseManifestSchema.safeParse(value).data ?? null;
}

/** Undefined where one of them is not of the form. */
async function readLines<Value>(
  archive: CaseArchive,
  name: string,
  schema: { safeParse(value: unknown): { readonly data?: Value | undefined } },
  signal: AbortSignal | undefined,
): Promise<readonly Value[] | undefined> {
  const text = await textOf(archive, name, signal);
  if (text === undefined) return undefined;
  const values: Value[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const { data } = schema.safeParse(parsed(line));
    if (data === undefined) return undefined;
    values.push(data);
  }
  return values;
}

async function textOf(
  archive: CaseArchive,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const file = archive.files.find((each) => each.name === name);
  return file && (await archive.readWhole(file, signal)).toString('utf8');
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names of those whose pixels do not have the hash that their list says, whoever sealed them so. */
async function wrongPictures(
  archive: CaseArchive,
  pictures: readonly CasePicture[],
  { signal, report }: Pick<CheckCaseOptions, 'signal' | 'report'>,
): Promise<ReadonlySet<string>> {
  const files = new Map(archive.files.map((file) => [file.name, file]));
  const wrong = new Set<string>();
  for (const [done, { file, sha256, ...size }] of pictures.entries()) {
    report?.({ stage: 'Checking pictures', done, total: pictures.length });
    const found = files.get(file);
    const hash = found && pngPixelsHash(await archive.readWhole(found, signal), size);
    if (hash !== sha256) wrong.add(file);
  }
  return wrong;
}

/** A picture whose file was changed is told of already. */
function pictureFaults(
  { files }: CaseArchive,
  pictures: readonly CasePicture[],
  wrong: ReadonlySet<string>,
  told: readonly string[],
): readonly string[] {
  const isTold = (name: string) => told.some((fault) => fault.includes(name));
  const listed = new Set(pictures.map(({ file }) => file));
  const faults = [...wrong]
    .filter((name) => !isTold(name))
    .map((name) => `${name} is not the picture whose hash is in pictures.jsonl.`);
  const unlisted = files.filter(
    ({ name }) => name.startsWith('frames/') && !listed.has(name) && !isTold(name),
  );
  faults.push(...unlisted.map(({ name }) => `${name} is a picture that pictures.jsonl does not name.`));
  const more = faults.length - mostNamed;
  return more <= 0 ? faults : [...faults.slice(0, mostNamed), `And ${more} more pictures like these.`];
}
