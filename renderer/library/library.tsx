import { Plus, X } from 'lucide-react';
import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import { useApp, useHost, useReview } from '../app/state/context.tsx';
import { libraryTexts as texts } from '../texts/library.ts';
import { formatTime } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import './library.css';

/** The project's clips. */
export const Library = () => {
  const { actions } = useApp();
  const clips = useHost((state) => state.clips);
  const canChoose = useHost((state) => state.info?.canChooseFiles ?? false);
  const open = () => {
    if (canChoose) void actions.chooseClip();
    else document.querySelector<HTMLInputElement>('#open-clip')?.click();
  };
  return (
    <section className="library" aria-label={texts.library}>
      <header className="library__head">
        <h2>{texts.library}</h2>
        <IconButton icon={Plus} label={texts.open} keyName={texts.openKey} onPress={open} />
      </header>
      {clips === null && <p className="library__note">{texts.loading} …</p>}
      {clips?.length === 0 && (
        <div className="library__note">
          <p>{texts.empty}</p>
          <button type="button" className="button" onClick={open}>
            {texts.open}
          </button>
        </div>
      )}
      <ul className="library__list">
        {clips?.map((clip) => (
          <ClipItem key={clip.id} clip={clip} />
        ))}
      </ul>
    </section>
  );
};

const ClipItem = ({ clip }: { clip: ClipInfo }) => {
  const { actions } = useApp();
  const current = useReview((state) => state.clip?.id === clip.id);
  const picture = mediaPaths.frame(clip.id, Math.floor(clip.frameCount / 2), 'jpg', {
    width: 128,
    height: 72,
  });
  return (
    <li className="clip" data-current={current || undefined}>
      <button
        type="button"
        className="clip__open"
        aria-current={current || undefined}
        onClick={() => void actions.openClip(clip)}
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
        </span>
      </button>
      <span className="clip__remove">
        <IconButton icon={X} label={texts.remove(clip.name)} onPress={() => void actions.removeClip(clip)} />
      </span>
    </li>
  );
};
