import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AgreementState } from './agreement-store.ts';
import type { AnalysisState } from './analysis-store.ts';
import type { AppState } from './app-state.ts';
import type { AskingState } from './asking-store.ts';
import type { BatchesState } from './batches-store.ts';
import type { CodeWindowState } from './code-window-store.ts';
import type { CompareState } from './compare-state.ts';
import type { DialogState } from './dialog-store.ts';
import type { DrawingState } from './drawing-store.ts';
import type { EventsState } from './events-store.ts';
import type { HandoverState } from './handover-store.ts';
import type { HostState } from './host-store.ts';
import type { JobsState } from './jobs-store.ts';
import type { KeysState } from './keys-store.ts';
import type { LayoutState } from './layout-store.ts';
import type { NoticesState } from './notices-store.ts';
import type { NumbersState } from './numbers-store.ts';
import type { PlaylistsState } from './playlists-store.ts';
import type { ProbesState } from './probes-store.ts';
import type { ProjectsState } from './projects-store.ts';
import type { ProposalsState } from './proposals-store.ts';
import type { QuestionsState } from './questions-store.ts';
import type { RecordState } from './record-store.ts';
import type { ReviewState } from './review-store.ts';
import type { ShownRun } from './run.ts';
import type { SeenState } from './seen-store.ts';
import type { TourState } from './tour-store.ts';
import type { TrackState } from './track-store.ts';

const Context = createContext<AppState | null>(null);

export const AppStateProvider = ({ state, children }: { state: AppState; children: ReactNode }) => (
  <Context value={state}>{children}</Context>
);

export function useApp(): AppState {
  const state = useContext(Context);
  if (!state) throw new Error('A component stands outside AppStateProvider.');
  return state;
}

export const useReview = <T,>(select: (state: ReviewState) => T): T =>
  useStore(useApp().stores.review, select);
export const useQuestions = <T,>(select: (state: QuestionsState) => T): T =>
  useStore(useApp().stores.questions, select);
/** The questions shown, without the text being written: changes only with their steps. */
export function useShownRuns(): readonly ShownRun[] {
  const parts = useQuestions(
    useShallow((state) =>
      state.shown.flatMap((key) => {
        const run = state.runs.find((each) => each.key === key);
        return run ? [run.key, run.request, run.trajectory, run.waitingLooks] : [];
      }),
    ),
  ) as readonly unknown[];
  return useMemo(() => {
    const runs: ShownRun[] = [];
    for (let at = 0; at < parts.length; at += 4) {
      const [key, request, trajectory, waitingLooks] = parts.slice(at, at + 4);
      runs.push({ key, request, trajectory, waitingLooks } as ShownRun);
    }
    return runs;
  }, [parts]);
}

export const useNotices = <T,>(select: (state: NoticesState) => T): T =>
  useStore(useApp().stores.notices, select);
export const useLayout = <T,>(select: (state: LayoutState) => T): T =>
  useStore(useApp().stores.layout, select);
export const useHost = <T,>(select: (state: HostState) => T): T => useStore(useApp().stores.host, select);
export const useJobs = <T,>(select: (state: JobsState) => T): T => useStore(useApp().stores.jobs, select);
export const useAnalysis = <T,>(select: (state: AnalysisState) => T): T =>
  useStore(useApp().stores.analysis, select);
export const useDialog = <T,>(select: (state: DialogState) => T): T =>
  useStore(useApp().stores.dialogs, select);
export const useRecord = <T,>(select: (state: RecordState) => T): T =>
  useStore(useApp().stores.record, select);
export const useEvents = <T,>(select: (state: EventsState) => T): T =>
  useStore(useApp().stores.events, select);
export const useCompare = <T,>(select: (state: CompareState) => T): T =>
  useStore(useApp().stores.compare, select);
export const useGivenKeys = (): KeysState['given'] => useStore(useApp().stores.keys, ({ given }) => given);
export const useTour = <T,>(select: (state: TourState) => T): T => useStore(useApp().stores.tour, select);
export const useAsking = <T,>(select: (state: AskingState) => T): T =>
  useStore(useApp().stores.asking, select);
export const useAgreement = <T,>(select: (state: AgreementState) => T): T =>
  useStore(useApp().stores.agreement, select);

export const useBatches = <T,>(select: (state: BatchesState) => T): T =>
  useStore(useApp().stores.batches, select);
export const useProbes = <T,>(select: (state: ProbesState) => T): T =>
  useStore(useApp().stores.probes, select);
export const useProposals = <T,>(select: (state: ProposalsState) => T): T =>
  useStore(useApp().stores.proposals, select);
export const useCodeWindow = <T,>(select: (state: CodeWindowState) => T): T =>
  useStore(useApp().stores.codeWindow, select);
export const useDrawing = <T,>(select: (state: DrawingState) => T): T =>
  useStore(useApp().stores.drawing, select);
export const useTracks = <T,>(select: (state: TrackState) => T): T =>
  useStore(useApp().stores.tracks, select);
export const useSeen = <T,>(select: (state: SeenState) => T): T => useStore(useApp().stores.seen, select);
export const useNumbers = <T,>(select: (state: NumbersState) => T): T =>
  useStore(useApp().stores.numbers, select);
export const useProjects = <T,>(select: (state: ProjectsState) => T): T =>
  useStore(useApp().stores.projects, select);
export const useHandover = <T,>(select: (state: HandoverState) => T): T =>
  useStore(useApp().stores.handover, select);
export const usePlaylists = <T,>(select: (state: PlaylistsState) => T): T =>
  useStore(useApp().stores.playlists, select);
