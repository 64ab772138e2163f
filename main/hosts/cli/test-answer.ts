import {
  cancelled,
  namesTimes,
  type ProbeVerdict,
  probeKinds,
  probeVerdict,
  probeWords,
  type Trajectory,
  type TrajectoryEvent,
} from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';
import type { CommandContext } from './command.ts';

type Parts = Pick<Services, 'agent' | 'project' | 'clips'>;

/** Asks again of pictures changed in each way, and prints what that says of the answer. */
export async function testAnswer(
  { agent, project, clips }: Parts,
  trajectoryId: string,
  { print, progress, json, signal }: Pick<CommandContext, 'print' | 'progress' | 'json' | 'signal'>,
): Promise<void> {
  const tested = project.getTrajectory(trajectoryId);
  if (!tested) return;
  const probes: Trajectory[] = [];
  for (const change of probeKinds) {
    progress(`${probeWords.changes[change].toLowerCase()}: asking again …`);
    const probe = await read(agent.probe(trajectoryId, change, { signal }), (event) => {
      if (json) print(JSON.stringify(event));
    });
    const found = probe && project.getTrajectory(probe);
    if (found) probes.push(found);
  }
  progress(null);
  const { frameCount } = await clips.get(tested.clipId, { signal });
  const answers = [tested, ...probes].map(({ answer }) => answer ?? '').join('\n');
  const times = namesTimes(answers) ? await clips.frameTimes(tested.clipId, { signal }) : null;
  const verdict = probeVerdict(tested, probes, { frameCount, times });
  for (const line of json ? [verdictLine(verdict)] : verdictLines(probes, verdict)) print(line);
}

const answerWords = ({ answer, status, failure }: Trajectory): string =>
  status === 'answered' ? (answer ?? '').replace(/\s+/g, ' ') : (failure?.message ?? status);

const sentenceOf = (verdict: ProbeVerdict | null): string =>
  verdict ? probeWords.verdict(verdict) : 'Cannot tell: no test was finished.';

const verdictLine = (verdict: ProbeVerdict | null): string =>
  JSON.stringify({ type: 'probe-verdict', verdict, sentence: sentenceOf(verdict) });

const verdictLines = (probes: readonly Trajectory[], verdict: ProbeVerdict | null): readonly string[] => [
  '',
  'Test of the answer with changed pictures',
  ...probes.map((probe) => {
    const { change } = probe.probe ?? { change: 'blank' };
    const reading = verdict?.readings.find(({ trajectoryId }) => trajectoryId === probe.id);
    const odd = reading?.isExpected === false ? `, ${probeWords.unexpected}` : '';
    const outcome = reading ? `${probeWords.outcomes[reading.outcome]}${odd}` : probe.status;
    return `  ${probeWords.changes[change].padEnd(10)}  ${answerWords(probe)} (${outcome})`;
  }),
  `Verdict   ${sentenceOf(verdict)}`,
];

/** The id of the trajectory that the events tell. Throws CANCELLED where it was cancelled. */
async function read(
  events: AsyncIterable<TrajectoryEvent>,
  tell: (event: TrajectoryEvent) => void,
): Promise<string | undefined> {
  let id: string | undefined;
  for await (const event of events) {
    tell(event);
    if (event.type === 'trajectory-start') id = event.trajectory.id;
    if (event.type === 'trajectory-end' && event.status === 'cancelled') throw cancelled();
  }
  return id;
}
