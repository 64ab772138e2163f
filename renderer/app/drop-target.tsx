import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { shellTexts as texts } from '../texts/app.ts';
import { useApp } from './state/context.tsx';

/** Events for an import, by the file's name; everything else is taken for a clip. */
const isEventFile = (name: string): boolean => /\.(xml|csv|tsv|txt|json|jsonl)$/i.test(name);

/** A clip or a project dropped anywhere on the window is opened, a file of events imported; the hidden field opens a chosen one. */
export const DropTarget = ({ children }: { children: ReactNode }) => {
  const { actions, stores } = useApp();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its keyboard way in "Open a clip"
    <div
      className="drop-target"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        // Something under the pointer may have taken it for itself.
        const isTaken = event.isDefaultPrevented();
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (!file || isTaken) return;
        if (isEventFile(file.name)) {
          stores.handover.getState().setFile(file);
          stores.dialogs.getState().open('import');
        } else void actions.openFile(file);
      }}
    >
      {children}
      <input
        id="open-clip"
        className="visually-hidden"
        type="file"
        accept="video/*,image/gif,.mkv,.ts,.mts,.m2ts,.avi,.mov,.mxf,.wmv,.asf,.flv,.vob,.mpg,.lrv,.lrf,.deepsport"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void actions.openFile(file);
        }}
      />
      {over && <p className="drop-target__words">{texts.drop}</p>}
    </div>
  );
};
