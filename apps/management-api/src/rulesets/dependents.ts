import { Injectable } from '@nestjs/common';
import { applyChange, type Catalog, type CatalogChange, checkRuleset, type Ruleset } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { CatalogView } from '../catalog-log/catalog-view';
import { RulesetVersionEntity } from './ruleset-version.entity';
import { RulesetEntity } from './ruleset.entity';
import { rulesetOf } from './ruleset.wire';

/** What a change would take away. */
export interface TakenAway {
  readonly change: CatalogChange;
  /** Texts, of which every rule has one that names it. */
  readonly names: readonly string[];
  readonly code: string;
}

/** Keeps what rules need: a change after which a ruleset could not be saved any more is refused. */
@Injectable()
export class Dependents {
  constructor(private readonly view: CatalogView) {}

  /** Throws ApiError 409 with the code, and a detail for each ruleset that needs it. */
  async refuseIfNeeded(manager: EntityManager, { change, names, code }: TakenAway): Promise<void> {
    const before = await this.view.current(manager);
    const after = applyChange(before, before.version + 1n, change);
    const users = (await rulesetsNaming(manager, names)).filter((one) => isSound(before, one) && !isSound(after, one));
    if (users.length > 0)
      throw new ApiError(
        409,
        users.map((one) => userDetail(one, before, code)),
      );
  }
}

function isSound(catalog: Catalog, ruleset: Ruleset): boolean {
  return checkRuleset(catalog, ruleset.application, ruleset).problems.length === 0;
}

function userDetail({ application, campaign, id }: Ruleset, catalog: Catalog, code: string): ErrorDetail {
  const name = catalog.campaign(application, campaign)?.name ?? '';
  const details = `ruleset ${id} of campaign ${campaign} "${name}" in application ${application}`;
  return { code, title: 'Rules need it', details };
}

/** The newest versions of all rulesets in whose rules one of the texts stands. */
async function rulesetsNaming(manager: EntityManager, names: readonly string[]): Promise<Ruleset[]> {
  const named = await manager
    .createQueryBuilder(RulesetVersionEntity, 'version')
    .innerJoin(RulesetEntity, 'row', 'row.id = version.ruleset_id AND row.version = version.version')
    .where(
      'EXISTS (SELECT FROM unnest(:names::text[]) AS name WHERE strpos(version.rules::text || version.bindings::text, name) > 0)',
      { names },
    )
    .getMany();
  return Promise.all(named.map(async (version) => rulesetOf(await rowOf(manager, version), version)));
}

function rowOf(manager: EntityManager, { rulesetId }: RulesetVersionEntity): Promise<RulesetEntity> {
  return manager.findOneByOrFail(RulesetEntity, { id: rulesetId });
}
