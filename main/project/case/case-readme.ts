import type { CaseManifest } from '#common/domain/index.ts';

/** What a person reads first who was handed a case. */
export const caseReadme = ({ project, createdAt, application, clips, remarks }: CaseManifest): string =>
  `CASE FILE
Project: ${project}
Written: ${createdAt} by ${application}
Clips:   ${clips.map(({ name }) => name).join(', ') || 'none'}

WHAT IS IN IT
manifest.json       what this case is about: clips with their sizes, hashes and numbers of frames
events.jsonl        codes, events and proposals, one JSON object a line
history.jsonl       every edit that touched them: when, by whom or by which engine, before and after
trajectories.jsonl  every question in full: what the engine was told, word for word, the engine and the hash of its
                    weights, seed and settings, each step, and the hash of each frame that it was shown
pictures.jsonl      which picture is which frame, with the hash of its pixels
frames/             those frames as pictures, numbered from 0 in the order in which they are shown
ledger.json         what left the machine for which question
report.html         all of this to be read by people; open it in any browser
seal.json           the SHA-256 of each file, and one root over that list

WHAT IS NOT IN IT
The footage itself. Whoever has the clip can prove that the pictures are its frames; see below.
${remarks.map((remark) => `${remark}\n`).join('')}
HOW TO CHECK IT
With DeepSport: Hand over, "Check a case file", or on the command line
    npx deepsport verify CASE.zip
    npx deepsport verify CASE.zip --clip CLIP            are the pictures the clip's frames?
    npx deepsport verify CASE.zip --clip CLIP --replay   do the same questions get the same answers?
Without DeepSport: unpack it, then compare each file's SHA-256 with seal.json ("sha256sum FILE"). The root is the
SHA-256 of the lines "HASH  NAME", in the order of seal.json, each with a line feed at its end.

WHAT THE SEAL PROVES, AND WHAT NOT
That nothing in it was changed since it was sealed, as long as the root is the one that you were told by another way.
Without that, whoever changes a file could seal the case anew. A signature proves that the same key sealed this case
as sealed others with the same key name, and that nothing changed since: not who that was, nor when. The times in it
are those of the clock of the machine that wrote them.
`;
