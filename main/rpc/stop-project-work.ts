import type { JobKind } from '#common/domain/index.ts';
import type { Services } from './services.ts';

/** Jobs that write into the open project when they end. */
const writing: readonly JobKind[] = ['open', 'find', 'import'];

/** Before another project is opened: what is under way on this one is cancelled, and kept as far as it came. */
export async function stopProjectWork({
  project,
  batches,
  jobs,
  agent,
}: Pick<Services, 'project' | 'batches' | 'jobs' | 'agent'>): Promise<void> {
  for (const { id, status } of project.batches()) if (status === 'running') batches.pause(id);
  for (const { id, kind, status } of jobs.list()) {
    if (status === 'running' && writing.includes(kind)) jobs.cancel(id);
  }
  await agent.cancelAll();
}
