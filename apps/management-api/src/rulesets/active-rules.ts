import type { EntityManager } from 'typeorm';
import { RulesetVersionEntity } from './ruleset-version.entity';
import { RulesetEntity } from './ruleset.entity';

/** Whether the newest version of a ruleset has rules; `elsewhere`: it is none of the campaign's. */
export async function hasRules(
  manager: EntityManager,
  campaignId: bigint,
  rulesetId: bigint,
): Promise<'some' | 'none' | 'elsewhere'> {
  const ruleset = await manager.findOneBy(RulesetEntity, { id: rulesetId, campaignId });
  if (!ruleset) return 'elsewhere';
  const { version } = ruleset;
  const { rules } = await manager.findOneByOrFail(RulesetVersionEntity, { rulesetId, version });
  return rules.length > 0 ? 'some' : 'none';
}
