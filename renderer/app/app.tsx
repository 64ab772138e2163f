import { Activity, useEffect, useMemo, useState } from 'react';
import { AgreementDialog } from '../agreement/agreement-dialog.tsx';
import { Disagreements } from '../agreement/disagreements.tsx';
import { CaseCheckDialog } from '../case/case-check-dialog.tsx';
import { LedgerDialog } from '../case/ledger-dialog.tsx';
import { CodeWindow } from '../code-window/code-window.tsx';
import { CodeWindowEditor } from '../code-window/code-window-editor.tsx';
import { DrawingLayer } from '../drawing/drawing-layer.tsx';
import { DrawingTools } from '../drawing/drawing-tools.tsx';
import { EventDetails } from '../events/event-details.tsx';
import { EventList } from '../events/event-list.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { HandoverDialog } from '../handover/handover-dialog.tsx';
import { ImportDialog } from '../handover/import-dialog.tsx';
import { HistoryDialog } from '../history/history-dialog.tsx';
import { ItemHistory } from '../history/item-history.tsx';
import { OpeningJob } from '../jobs/opening-job.tsx';
import { Library } from '../library/library.tsx';
import { Numbers } from '../numbers/numbers.tsx';
import { PlayingThrough } from '../playlists/playing-through.tsx';
import { Playlists } from '../playlists/playlists.tsx';
import { ProjectsDialog } from '../projects/projects-dialog.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { KeyImagesDialog } from '../stills/key-images-dialog.tsx';
import { StroboscopeDialog } from '../stills/stroboscope-dialog.tsx';
import { shellTexts as texts } from '../texts/app.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { Tour } from '../tour/tour.tsx';
import { BatchDialog } from '../trace/batch-dialog.tsx';
import { Trace } from '../trace/trace.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { CompareDialog } from '../viewer/compare/compare-dialog.tsx';
import { Viewer } from '../viewer/viewer.tsx';
import { CommandPalette } from './command-palette.tsx';
import { DropTarget } from './drop-target.tsx';
import { KeysHelp } from './keys-help.tsx';
import { LeftTabs } from './left-tabs.tsx';
import { useApp, useDialog, useLayout, useQuestions } from './state/context.tsx';
import { isNarrow } from './state/layout-store.ts';
import { NoticesDialog, StatusLine } from './status-line.tsx';
import { ReadOnlyStrip, TitleBar } from './title-bar.tsx';
import { useKeys } from './use-keys.ts';
import { useLook } from './use-look.ts';
import { ViewRail } from './view-rail.tsx';
import './app.css';
import './dialogs.css';

/** The window: rail, panels around the picture, status line, and what opens over them. */
export const App = () => {
  const app = useApp();
  const dialog = useDialog((state) => state.dialog);
  const openDialog = useDialog((state) => state.open);
  const close = useDialog((state) => state.close);
  const context = useMemo(() => ({ app, openDialog }), [app, openDialog]);
  useKeys(context, dialog !== null);
  useLook();
  return (
    <DropTarget>
      <div className="window">
        <TitleBar onCommands={() => openDialog('commands')} />
        <ReadOnlyStrip />
        <ViewRail openDialog={openDialog} />
        <Panels />
        <StatusLine onHistory={() => openDialog('notices')} />
      </div>
      {dialog === 'commands' && <CommandPalette context={context} onClose={close} />}
      {dialog === 'keys' && <KeysHelp onClose={close} />}
      {dialog === 'notices' && <NoticesDialog onClose={close} />}
      {dialog === 'export' && <ExportDialog onClose={close} />}
      {dialog === 'settings' && <SettingsDialog onClose={close} />}
      {dialog === 'import' && <ImportDialog onClose={close} />}
      {dialog === 'handover' && <HandoverDialog onClose={close} />}
      {dialog === 'event' && <EventDetails onClose={close} />}
      {dialog === 'history' && <HistoryDialog onClose={close} />}
      {dialog === 'item-history' && <ItemHistory onClose={close} />}
      {dialog === 'case-check' && <CaseCheckDialog onClose={close} />}
      {dialog === 'ledger' && <LedgerDialog onClose={close} />}
      {dialog === 'projects' && <ProjectsDialog onClose={close} />}
      {dialog === 'code-window-editor' && <CodeWindowEditor onClose={close} />}
      {dialog === 'compare' && <CompareDialog onClose={close} />}
      {dialog === 'key-images' && <KeyImagesDialog onClose={close} />}
      {dialog === 'stroboscope' && <StroboscopeDialog onClose={close} />}
      {dialog === 'agreement' && <AgreementDialog onClose={close} />}
      {dialog === 'batch' && <BatchDialog onClose={close} />}
      <Tour />
    </DropTarget>
  );
};

const Panels = () => {
  const layout = useLayout((state) => state);
  const comparing = useQuestions((state) => state.shown.length > 1);
  const { change, view } = layout;
  const size = useWindowSize();
  useEffect(() => {
    if (isNarrow() !== layout.narrow) change({ narrow: isNarrow() });
  });
  const traceWidth = comparing ? layout.comparisonWidth : layout.traceWidth;
  const leftPanel = view === 'library' ? 'library' : view === 'review' ? layout.leftPanel : 'none';
  const left = leftPanel === 'none' ? 0 : layout.leftWidth;
  // The picture keeps at least a third of the window, whatever was remembered from a larger one.
  const traceMost = Math.max(300, size.width - 48 - left - size.width / 3);
  const timelineMost = Math.max(140, size.height - 330);
  const trace = Math.min(traceWidth, traceMost);
  const timeline = Math.min(layout.timelineHeight, timelineMost);
  return (
    <main className="panels">
      <div className="panels__row">
        {leftPanel !== 'none' && (
          <>
            <div className="panel panel--left" style={{ width: layout.leftWidth }}>
              {view === 'review' && <LeftTabs />}
              {leftPanel === 'library' && <Library />}
              {leftPanel === 'codes' && <CodeWindow />}
              {leftPanel === 'events' && <EventList />}
              {leftPanel === 'playlists' && <Playlists />}
            </div>
            <Splitter
              label={texts.resizeLeft}
              orientation="vertical"
              value={layout.leftWidth}
              min={220}
              max={320}
              sign={1}
              onChange={(leftWidth) => change({ leftWidth })}
            />
          </>
        )}
        <div className="panel panel--fill">
          {view === 'numbers' && <Numbers />}
          {/* Behind the numbers it keeps its last picture and decodes nothing. */}
          <Activity mode={view === 'numbers' ? 'hidden' : 'visible'}>
            <Viewer overlay={DrawingLayer}>
              <DrawingTools />
            </Viewer>
          </Activity>
          <OpeningJob />
          {view !== 'numbers' && <PlayingThrough />}
        </div>
        {layout.traceOpen && view !== 'numbers' && (
          <>
            <Splitter
              label={texts.resizeTrace}
              orientation="vertical"
              value={trace}
              min={300}
              max={traceMost}
              sign={-1}
              onChange={(width) => change(comparing ? { comparisonWidth: width } : { traceWidth: width })}
            />
            <div className="panel" style={{ width: trace }}>
              <Trace disagreements={Disagreements} />
            </div>
          </>
        )}
      </div>
      {layout.timelineOpen && (
        <>
          <Splitter
            label={texts.resizeTimeline}
            orientation="horizontal"
            value={timeline}
            min={124}
            max={timelineMost}
            sign={-1}
            onChange={(timelineHeight) => change({ timelineHeight })}
          />
          <div className="panel panel--timeline" style={{ height: timeline }}>
            <Timeline />
          </div>
        </>
      )}
    </main>
  );
};

function useWindowSize() {
  const read = () => ({ width: window.innerWidth, height: window.innerHeight });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const listen = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener('resize', listen);
    return () => window.removeEventListener('resize', listen);
  }, []);
  return size;
}
