import { X } from 'lucide-react';
import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import { useApp, useReview } from '../app/state/context.tsx';
import { libraryTexts as texts } from '../texts/library.ts';
import { formatTime } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { ClipCounts } from './counts-by-clip.ts';

export type ClipItemProps = { readonly clip: ClipInfo; readonly counts: ClipCounts | undefined };

export const ClipItem = ({ clip, counts }: ClipItemProps) => {
  const { actions } = useApp();
  const current = useReview((state) => state.clip?.id === clip.id);
  const picture = mediaPaths.frame(clip.id, Math.floor(clip.frameCount / 2), 'jpg', {
    width: 128,
    height: 72,
  });
  const belongings = texts.counts(counts?.events ?? 0, counts?.proposals ?? 0);
  return (
    <li className="clip" data-current={current || undefined}>
      <button
        type="button"
        className="clip__open"
        data-row
        aria-current={current || undefined}
        aria-keyshortcuts="Delete"
        onClick={() => void actions.openClip(clip)}
        onKeyDown={(event) => {
          if (event.key !== 'Delete') return;
          event.preventDefault();
          void actions.removeClip(clip);
        }}
      >
        <img src={picture} alt="" loading="lazy" draggable={false} />
        <span className="clip__words">
          <span className="clip__name" title={clip.name}>
            {clip.name}
          </span>
          <span className="label">
            {[formatTime(clip.durationSeconds), ...texts.marks(clip)].join(' · ')}
          </span>
          <span className="label">{texts.facts(clip)}</span>
          {belongings.length > 0 && <span className="label clip__counts">{belongings.join(' · ')}</span>}
        </span>
      </button>
      <span className="clip__remove">
        <IconButton
          icon={X}
          label={texts.remove(clip.name)}
          keyName={texts.removeKey}
          onPress={() => void actions.removeClip(clip)}
        />
      </span>
    </li>
  );
};
