import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import type { GiveawayChunkReceived } from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { idRefusals } from './text';

export function giveawayRefusals(
  catalog: Catalog,
  application: bigint,
  { pool, batch, codes, startDate, endDate }: GiveawayChunkReceived,
): Refusal[] {
  if (catalog.giveawayPool(application, pool) === undefined) {
    return [refusal('giveaway.pool', '/pool', `there is no giveaway pool ${pool}`, 404)];
  }
  if (codes.length === 0 || codes.length > LIMITS.chunk) {
    return [refusal('giveaway.batch_size', '/codes', `1 to ${LIMITS.chunk} codes in a chunk`)];
  }
  return [
    ...idRefusals(batch, '/batch', false),
    ...(startDate !== null && endDate !== null && endDate <= startDate ? [DATES] : []),
    ...codes.flatMap((code, index) => giveawayCodeRefusals(code, `/codes/${index}`)),
  ];
}

const DATES = refusal('giveaway.dates', '/endDate', 'a code may be given away before it no longer may');

/** A code as it is given to a customer: it is compared as it stands. */
export function giveawayCodeRefusals(code: string, pointer: string): Refusal[] {
  return idRefusals(code, pointer, false);
}
