import type { AudienceMemberships } from '@tessera/api-contracts';
import type { Caller } from '../auth/caller';
import type { BatchItem } from '../call/profile-batch';
import { membershipEnd, profileRequest } from '../convert/profile';

type Change = AudienceMemberships['data'][number];

interface Placed extends Change {
  /** Its place in the call. */
  readonly index: number;
}

/**
 * One request for each profile that is named. Rules run for it, since who joins or leaves may be given something for it; of
 * one profile and audience the last change counts.
 */
export function membershipChanges({ data }: AudienceMemberships, caller: Caller): BatchItem[] {
  const byProfile = new Map<string, Map<number, Placed>>();
  for (const [index, change] of data.entries()) {
    const id = change.profileIntegrationId.normalize('NFC');
    const changes = byProfile.get(id) ?? new Map<number, Placed>();
    byProfile.set(id, changes.set(change.audienceId, { ...change, index }));
  }
  return [...byProfile].map(([id, changes]) => itemOf(id, [...changes.values()], caller));
}

function itemOf(profile: string, changes: readonly Placed[], caller: Caller): BatchItem {
  const adds = changes.filter(({ action }) => action === 'add');
  const deletes = changes.filter(({ action }) => action === 'delete').map(({ audienceId }) => audienceId);
  const audiencesChanges = { adds: adds.map(({ audienceId }) => audienceId), deletes };
  const ends = adds.flatMap(({ audienceId, until }) => membershipEnd(BigInt(audienceId), until ?? null));
  const firstEnd = adds.find(({ until }) => until != null)?.index ?? 0;
  const renamed = [
    ...adds.map(({ index }, place) => [`/audiencesChanges/adds/${place}`, `/data/${index}/audienceId`]),
    ['/audiencesChanges/until', `/data/${firstEnd}/until`],
  ];
  return {
    request: { ...profileRequest(profile, { attributes: null, audiencesChanges }, caller, true), ends },
    places: {
      prefix: '',
      id: { pointer: '/profileId', source: { pointer: `/data/${changes[0]?.index ?? 0}/profileIntegrationId` } },
      renamed: Object.fromEntries(renamed) as Record<string, string>,
    },
  };
}
