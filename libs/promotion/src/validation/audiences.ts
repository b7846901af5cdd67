import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import type { ProfileUpdateReceived } from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';

/** A profile joins audiences that are there; it may leave one that is gone. */
export function audienceRefusals(
  catalog: Catalog,
  application: bigint,
  { joins, leaves }: Pick<ProfileUpdateReceived, 'joins' | 'leaves'>,
): Refusal[] {
  return [
    ...tooMany(joins, '/audiencesChanges/adds'),
    ...tooMany(leaves, '/audiencesChanges/deletes'),
    ...joins.slice(0, LIMITS.audiences).flatMap((id, index) => {
      if (catalog.audience(application, id) !== undefined) return [];
      return [refusal('audience.unknown', `/audiencesChanges/adds/${index}`, `there is no audience ${id}`)];
    }),
  ];
}

function tooMany(ids: readonly bigint[], pointer: string): Refusal[] {
  return ids.length <= LIMITS.audiences
    ? []
    : [refusal('audience.too_many', pointer, `at most ${LIMITS.audiences} audiences`)];
}
