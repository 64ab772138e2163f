import { z } from 'zod';
import { byDoubt } from '#common/domain/index.ts';
import { clipArgument, clipOf } from '../arguments.ts';
import { proposalRowSchema, proposalRows, proposalWords } from '../record-rows.ts';
import { defineTool } from '../tool.ts';

export const listProposals = defineTool({
  name: 'list_proposals',
  title: 'List the proposals',
  description:
    'What engines and agents say happened, and what a person made of it: open, accepted (then it is an event too) or rejected. The most doubtful come first. Only a person, in the workstation, accepts or rejects.',
  input: z.strictObject({
    clip: clipArgument.optional(),
    status: z.enum(['open', 'accepted', 'rejected', 'all']).default('open'),
    limit: z.int().min(1).max(2000).default(200),
  }),
  output: z.object({ count: z.int(), proposals: z.array(proposalRowSchema) }),
  effect: 'reads',
  async run({ clip: wanted, status, limit }, context) {
    const clip = wanted === undefined ? undefined : await clipOf(wanted, context);
    const { items } = context.services.project.snapshot();
    const found = byDoubt(
      items
        .filter((item) => item.kind === 'proposal')
        .filter(({ clipId }) => clip === undefined || clipId === clip.id)
        .filter((proposal) => status === 'all' || proposal.status === status),
    );
    const proposals = await proposalRows(found.slice(0, limit), context);
    const heading = found.length === 0 ? 'No proposals.' : `${found.length} proposals.`;
    return {
      data: { count: found.length, proposals },
      content: [heading, ...proposals.map(proposalWords)].join('\n'),
    };
  },
});
