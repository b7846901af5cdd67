import { type EntityManager, In } from 'typeorm';
import { CampaignEntity } from './campaign.entity';

/** No campaign has it: where no name fits, nothing is asked for. */
const NO_CAMPAIGN = '0';

/** The ids, with commas between, of the application's campaigns whose name has this part, in any case. */
export async function campaignIdsNamed(manager: EntityManager, applicationId: bigint, part: string): Promise<string> {
  const rows = await manager
    .createQueryBuilder(CampaignEntity, 'row')
    .where({ applicationId })
    .andWhere('strpos(lower(row.name), lower(:part)) > 0', { part })
    .getMany();
  return rows.map(({ id }) => id).join(',') || NO_CAMPAIGN;
}

interface Failing {
  readonly ruleFailureReasons: readonly { readonly campaignID: number }[];
}

/** With the names that campaigns have today: the log has their ids alone. */
export async function withCampaignNames<T extends Failing>(
  manager: EntityManager,
  entries: readonly T[],
): Promise<T[]> {
  const ids = new Set(entries.flatMap(({ ruleFailureReasons }) => ruleFailureReasons.map((one) => one.campaignID)));
  const campaigns = await manager.findBy(CampaignEntity, { id: In([...ids].map(BigInt)) });
  const names = new Map(campaigns.map(({ id, name }) => [Number(id), name]));
  return entries.map((entry) => ({
    ...entry,
    ruleFailureReasons: entry.ruleFailureReasons.map((one) => ({
      ...one,
      campaignName: names.get(one.campaignID) ?? '',
    })),
  }));
}
