import {
  agentEngineId,
  type ClipInfo,
  type FrameRange,
  type FramesStep,
  type Label,
  labelsText,
  type Trajectory,
  type TrajectoryEvent,
  type TurnStep,
} from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';

/** What a client says happened, before it is a proposal. */
export type ProposedEvent = {
  readonly code: string;
  readonly range: FrameRange;
  readonly labels: readonly Label[];
  readonly note: string;
  /** The client's own word; null where it has none. */
  readonly doubt: number | null;
};

type Proposing = {
  readonly id: string;
  readonly clip: ClipInfo;
  readonly question: string;
  readonly clientName: string;
  readonly createdAt: string;
  readonly events: readonly ProposedEvent[];
  /** The frames that the client was shown of the clip. */
  readonly looks: readonly FramesStep[];
  readonly checkAnswer: Services['toolbox']['checkAnswer'];
};

/**
 * What another agent proposes, as a trajectory like those of the engines: a person sees what was asked, which frames
 * the agent had been shown, and what it said. What it thought, and what it read elsewhere, is not known here.
 */
export function clientTrajectory(proposing: Proposing): {
  readonly trajectory: Trajectory;
  readonly turn: TurnStep;
  readonly end: Extract<TrajectoryEvent, { type: 'trajectory-end' }>;
} {
  const { id, clip, question, clientName, createdAt, events, looks, checkAnswer } = proposing;
  const answer = events.map(answerLine).join('\n');
  const shown = looks.flatMap(({ frames }) => frames.map(({ index }) => index));
  const turn: TurnStep = {
    kind: 'turn',
    turn: 1,
    thought: '',
    action: { kind: 'answer', text: answer },
    raw: answer,
    warnings: checkAnswer(answer, shown),
    usage: { newTokens: 0, cachedTokens: 0, generatedTokens: 0 },
    seconds: 0,
  };
  return {
    trajectory: {
      id,
      clipId: clip.id,
      clipName: clip.name,
      question,
      mode: 'iterative',
      engine: {
        id: agentEngineId(clientName),
        name: clientName,
        device: 'MCP',
        // Where it computes is not known, so the frames count as gone.
        local: false,
        weightsSha256: null,
        summary:
          'An agent that drives the toolbox over MCP; what it is and where it computes is not known here.',
      },
      seed: 0,
      scope: null,
      eventId: null,
      form: { kind: 'spans' },
      settings: null,
      branch: null,
      probe: null,
      blind: false,
      createdAt,
      status: 'running',
      steps: [...looks, turn],
      answer: null,
      formatValid: null,
      failure: null,
    },
    turn,
    end: { type: 'trajectory-end', status: 'answered', answer, formatValid: true, failure: null },
  };
}

/** `35–59: Entry · Splash: small · the hands reach the water at frame 36`. */
const answerLine = ({ code, labels, note, range }: ProposedEvent): string =>
  [
    `${range.start}–${range.end}: ${code}`,
    ...(labels.length > 0 ? [labelsText(labels)] : []),
    ...(note === '' ? [] : [note.replace(/\s+/g, ' ')]),
  ].join(' · ');
