import { type KeptLedgerLine, sentForQuestion } from '#common/domain/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';

/** What the project keeps of what left this machine, the newest question first; local engines have no line. */
export const projectLedger = (
  project: Pick<ProjectStore, 'listClips' | 'listTrajectories'>,
): readonly KeptLedgerLine[] =>
  project
    .listClips()
    .flatMap(({ clipId }) => project.listTrajectories(clipId))
    .flatMap((trajectory): readonly KeptLedgerLine[] => {
      const { id, question, clipId, clipName, engine, createdAt } = trajectory;
      const about = { trajectoryId: id, question, clipId, clipName, engine: engine.name, askedAt: createdAt };
      const sent = sentForQuestion(trajectory);
      if (sent === null) return [{ ...about, host: '', bytes: null }];
      return sent.map(({ host, bytes }) => ({ ...about, host, bytes }));
    })
    .sort((a, b) => (a.askedAt < b.askedAt ? 1 : -1));
