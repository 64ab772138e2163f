import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Trajectory, TurnStep } from '#common/domain/index.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatCount, formatSeconds } from '../ui/format.ts';
import { claimsWithoutFrame, framesSentBefore } from './evidence.ts';
import { FrameText } from './frame-text.tsx';
import { readLiveReply } from './live-reply.ts';

/** `Turn 2 · 1.3 s · 412 new + 361 cached tokens`, the thought, and what is not quite right about it. */
export const TurnCard = ({ turn, trajectory }: { turn: TurnStep; trajectory: Trajectory }) => {
  const { newTokens, cachedTokens, generatedTokens, cost } = turn.usage;
  const reasons = claimsWithoutFrame(turn);
  const others = turn.warnings.filter(({ kind }) => kind !== 'claim-without-frame');
  return (
    <article className="turn" aria-label={texts.turn(turn.turn)}>
      <TurnHead turn={turn.turn}>
        {' · '}
        {formatSeconds(turn.seconds)}
        {' · '}
        {texts.tokens(formatCount(newTokens), formatCount(cachedTokens), formatCount(generatedTokens))}
        {cost !== undefined && ` · ${texts.cost(cost)}`}
      </TurnHead>
      <p className="turn__thought selectable">
        {turn.thought ? (
          <FrameText
            text={turn.thought}
            sent={framesSentBefore(trajectory, turn.turn)}
            unsentReasons={reasons}
          />
        ) : (
          <span className="label">{texts.noThought}</span>
        )}
      </p>
      {others.map(({ kind, message }) => (
        <p key={kind + message} className="turn__warning">
          <TriangleAlert size={13} aria-hidden /> {message}
        </p>
      ))}
    </article>
  );
};

const TurnHead = ({ turn, children }: { turn: number; children?: ReactNode }) => (
  <h3 className="turn__head label">
    <strong>{texts.turn(turn)}</strong>
    {children}
  </h3>
);

type LiveTurnProps = { readonly live: { turn: number; raw: string }; readonly sent: ReadonlySet<number> };

/** A turn while it is written. */
export const LiveTurn = ({ live, sent }: LiveTurnProps) => {
  const reply = readLiveReply(live.raw);
  const doing = { thinking: '', looking: texts.choosesLook, answering: texts.writesAnswer }[reply.doing];
  return (
    <article className="turn turn--live" aria-label={texts.turn(live.turn)} aria-busy="true">
      <TurnHead turn={live.turn}>{doing && ` · ${doing}`}</TurnHead>
      {reply.thought && (
        <p className="turn__thought">
          <FrameText text={reply.thought} sent={sent} judge={false} />
          {reply.doing === 'thinking' && <span className="caret" />}
        </p>
      )}
      {reply.answer && <p className="turn__draft">{reply.answer}</p>}
    </article>
  );
};
