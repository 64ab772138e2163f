import { CircleCheck, CircleX } from 'lucide-react';
import type { CaseCheck, CaseFrameCheck } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { caseTexts as texts } from '../texts/case.ts';

/** What checking found: the verdict, what the case is, and each fault. */
export const CheckedCase = ({ check }: { check: CaseCheck }) => {
  const { faults, fileCount, fileName, isWhole, manifest, remarks } = check;
  const isRight = faults.length === 0;
  const Icon = isRight ? CircleCheck : CircleX;
  return (
    <section className="case__found" aria-label={fileName}>
      <p className="case__verdict" role="status" data-right={isRight}>
        <Icon size={18} aria-hidden />
        {isWhole ? (isRight ? texts.whole : texts.differs) : texts.broken}
        {isWhole && <span className="label">{texts.files(fileCount)}</span>}
      </p>
      {faults.length > 0 && (
        <ul className="case__faults" aria-label={texts.faults}>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      <Facts check={check} />
      {[...(manifest?.remarks ?? []), ...remarks].map((remark) => (
        <p key={remark} className="label">
          {remark}
        </p>
      ))}
    </section>
  );
};

const Facts = ({ check }: { check: CaseCheck }) => {
  const { fileName, frames, manifest, signature } = check;
  const { facts } = texts;
  return (
    <dl className="case__facts">
      <dt>{facts.file}</dt>
      <dd>{fileName}</dd>
      {manifest && (
        <>
          <dt>{facts.project}</dt>
          <dd>{manifest.project}</dd>
          <dt>{facts.clips}</dt>
          <dd>{manifest.clips.map(({ name }) => name).join(', ') || texts.noClips}</dd>
          <dt>{facts.sealed}</dt>
          <dd>{texts.by(sealedWords(manifest.createdAt), manifest.application)}</dd>
          <dt>{facts.holds}</dt>
          <dd>{texts.counts(manifest)}</dd>
        </>
      )}
      <dt>{facts.pictures}</dt>
      <dd>{frames.length === 0 ? texts.noFrames : <Frames frames={frames} />}</dd>
      <dt>{facts.signature}</dt>
      <dd>{texts.signature(signature, check.isWhole)}</dd>
      <dt>{facts.root}</dt>
      <dd>
        <Root root={check.root} />
      </dd>
    </dl>
  );
};

const Frames = ({ frames }: { frames: readonly CaseFrameCheck[] }) =>
  [...Map.groupBy(frames, ({ clipName }) => clipName)].map(([clipName, own]) => {
    const wrong = own.filter(({ result }) => result === 'different' || result === 'missing');
    return (
      <p key={clipName}>
        {texts.frames(clipName, own.length - wrong.length, own.length)}
        {wrong.length > 0 && (
          <span className="case__wrong">
            {texts.wrongFrames(wrong.map(({ result, frame }) => texts.result(result, frame)).join(', '))}
          </span>
        )}
      </p>
    );
  });

const Root = ({ root }: { root: string }) => {
  const { stores } = useApp();
  const { tell } = stores.notices.getState();
  const copy = () =>
    navigator.clipboard.writeText(root).then(
      () => tell('note', texts.copied),
      () => tell('problem', texts.notCopied),
    );
  return (
    <>
      <span className="case__root">
        <code className="selectable">{root}</code>
        <button type="button" className="button" onClick={() => void copy()}>
          {texts.copyRoot}
        </button>
      </span>
      <span className="label">{texts.rootHelp}</span>
    </>
  );
};

const sealedWords = (createdAt: string): string =>
  new Date(createdAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
