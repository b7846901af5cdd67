import type { GiveawayPool } from '../catalog-event';
import type { GiveawayStock } from '../giveaway';
import { nextNumber, without } from '../giveaways/stock';
import type { Value } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { idOf } from './prop-reader';

export const awardGiveaway: EffectType = {
  type: 'awardGiveaway',
  whileOpen: 'willAwardGiveaway',
  summary:
    'Gives a code of a pool away, for good: when the session closes, once per session. Until then `willAwardGiveaway`.',
  lasting: 'close',
  keeps: true,
  onFailure: false,
  props: [{ name: 'poolId', type: 'id', required: true, about: 'The giveaway pool.' }],
  compile(read) {
    return applying({ poolId: read.id('poolId') }, ({ poolId }, run) => award(poolId, run));
  },
  verify(catalog, application, { props }) {
    const id = idOf(props['poolId'] ?? null);
    if (id === undefined || catalog.giveawayPool(application, id) !== undefined) return undefined;
    return `giveaway pool ${id} is not there, or of other applications`;
  },
};

function award(poolId: bigint, run: EffectRun): EffectOutcome {
  const pool = run.catalog.giveawayPool(run.campaign.application, poolId);
  if (pool === undefined) return new EffectFailure(`giveaway pool ${poolId} is not there`, true);
  const stock = stockNow(poolId, run);
  const number = nextNumber(stock, run.at);
  if (number === undefined) {
    const why = stock.runs.length === 0 ? 'is empty' : 'has no code that may be given now';
    return new EffectFailure(`the giveaway pool ${poolId} "${pool.name}" ${why}`, false);
  }
  const told = { poolId, poolName: pool.name, recipientIntegrationId: run.profileId };
  return run.closes
    ? take(pool, number, told, run)
    : { draft: run.draft, effects: [{ props: told, shares: [], value: '' }] };
}

/** After the awards of this decision. */
function stockNow(poolId: bigint, { draft, giveaways }: EffectRun): GiveawayStock {
  const own = draft.awards.filter(({ giveaway }) => giveaway.pool === poolId);
  return own.reduce((stock, { giveaway }) => without(stock, giveaway.number), giveaways.stock(poolId));
}

function take(
  { id, name: poolName }: GiveawayPool,
  number: bigint,
  told: Readonly<Record<string, Value>>,
  run: EffectRun,
): EffectOutcome {
  const giveaway = run.giveaways.at(id, number);
  // It is not loaded yet: the verdict asks for it, and nobody sees this.
  if (giveaway === null) return new EffectFailure(`giveaway ${number} of pool ${id} is not there`, true);
  const given = { giveaway, poolName, campaign: run.campaign.id, profileId: run.profileId };
  const props = { ...told, giveawayId: giveaway.id, code: giveaway.code };
  return { draft: { ...run.draft, awards: [...run.draft.awards, given] }, effects: [{ props, shares: [], value: '' }] };
}
