import type { ClipInfo } from '#common/domain/index.ts';
import type { ConnectionStatus } from '../../client/client.ts';
import { stateTexts } from '../../texts/app.ts';
import type { AnalysisStore } from './analysis-store.ts';
import type { HostStore } from './host-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { QuestionsStore } from './questions-store.ts';
import type { ReviewStore } from './review-store.ts';

/** Tries to reconnect before the person is told what else could be wrong. */
const failuresUntilHelp = 6;

export type FollowHostParts = {
  readonly host: HostStore;
  readonly review: ReviewStore;
  readonly questions: QuestionsStore;
  readonly analysis: AnalysisStore;
  readonly notices: NoticesStore;
  /** Stores that follow the host from now on, anew after each reconnection. */
  readonly followers: readonly { getState(): { readonly follow: () => void } }[];
  /** What the host is asked for at each connection. */
  readonly refresh: readonly (() => Promise<unknown>)[];
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  readonly report: (error: unknown) => void;
};

/** Keeps the page in step with the host through the first connection and every later one. */
export function createFollowHost(parts: FollowHostParts) {
  const { host, review, questions, analysis, notices, openClip, report } = parts;
  const { tell } = notices.getState();
  let wasLost = false;
  let failures = 0;

  /** First start and every reconnection: what the host knows, and a clip to look at. */
  const synchronise = async (): Promise<void> => {
    for (const follower of parts.followers) follower.getState().follow();
    const told = await Promise.allSettled(parts.refresh.map((refresh) => refresh()));
    for (const result of told) if (result.status === 'rejected') report(result.reason);
    const clips = host.getState().clips ?? [];
    const open = review.getState().clip;
    if (!open) {
      const [first] = clips;
      if (first) await openClip(first);
      return;
    }
    // After a restart of the host the same file has another id.
    const same =
      clips.find(({ id }) => id === open.id) ??
      clips.find(({ name, sizeBytes }) => name === open.name && sizeBytes === open.sizeBytes);
    if (!same) tell('problem', stateTexts.clipGone(open.name));
    else if (same.id !== open.id) await openClip(same);
    else {
      const { analysis: known, resume, refresh } = analysis.getState();
      // What ran in a host that was started again goes on; what a person cancelled stays cancelled.
      void (known?.status === 'running' ? resume() : refresh());
      await questions.getState().load(open.id).catch(report);
    }
  };

  return (connection: ConnectionStatus): void => {
    host.getState().change({ connection });
    failures = connection === 'lost' ? failures + 1 : connection === 'open' ? 0 : failures;
    if (failures === 1) tell('problem', stateTexts.connectionLost);
    if (failures === failuresUntilHelp) tell('problem', stateTexts.connectionGone);
    if (connection === 'open') {
      if (wasLost) tell('note', stateTexts.connectionBack);
      void synchronise();
    }
    if (connection !== 'connecting') wasLost = connection === 'lost';
  };
}
