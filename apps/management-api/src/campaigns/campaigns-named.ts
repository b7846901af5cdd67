import type { EntityManager } from 'typeorm';
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
