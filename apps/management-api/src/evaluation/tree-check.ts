import { isDeepStrictEqual } from 'node:util';
import type { EvaluationSet } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { groupsOf, type GroupPlace, type StoredSet } from './evaluation-set';

const MAX_DEPTH = 5;
const MAX_ELEMENTS = 20_000;

/**
 * Holds a new tree against the one that it replaces and the application's campaigns. Throws ApiError 400: evaluation.base where the base group is not the application's, stackable and for the session;
 * evaluation.depth, evaluation.size; evaluation.group and campaign.unknown for what is not the application's;
 * evaluation.twice for what stands in two places.
 */
export function checkTree(set: EvaluationSet, stored: StoredSet, campaigns: ReadonlySet<number>): void {
  checkBase(set, stored.groupId);
  const places = groupsOf(set);
  const size = places.reduce((sum, place) => sum + place.set.elements.length, 0);
  if (size > MAX_ELEMENTS) throw ApiError.invalid('evaluation.size', `At most ${MAX_ELEMENTS} elements`, '/set');
  const groups = new Set(groupsOf(stored).map(({ set: { groupId } }) => groupId));
  const seen = { groups: new Set<number>(), campaigns: new Set<number>() };
  for (const place of places) {
    if (place.depth > MAX_DEPTH)
      throw ApiError.invalid('evaluation.depth', `At most ${MAX_DEPTH} levels`, place.pointer);
    if (place.depth > 0) checkGroup(place, groups, seen.groups);
    checkCampaigns(place, campaigns, seen.campaigns);
  }
}

function checkBase({ groupId, evaluationMode, evaluationScope }: EvaluationSet, base: number): void {
  const same = (groupId ?? base) === base && evaluationMode === 'stackable' && evaluationScope === 'session';
  if (same) return;
  throw ApiError.invalid(
    'evaluation.base',
    'The base group is stackable, for the session, and the application’s',
    '/set',
  );
}

function checkGroup({ set, pointer }: GroupPlace<EvaluationSet>, known: ReadonlySet<number>, seen: Set<number>): void {
  const { groupId } = set;
  if (groupId === undefined) return;
  if (!known.has(groupId)) throw ApiError.invalid('evaluation.group', 'There is no such group', `${pointer}/groupId`);
  if (seen.size === seen.add(groupId).size) throw twice(`${pointer}/groupId`);
}

function checkCampaigns(
  { set, pointer }: GroupPlace<EvaluationSet>,
  known: ReadonlySet<number>,
  seen: Set<number>,
): void {
  for (const [index, element] of set.elements.entries()) {
    if (element.type === 'SET') continue;
    const at = `${pointer}/elements/${index}/campaignId`;
    if (!known.has(element.campaignId)) throw ApiError.invalid('campaign.unknown', 'There is no such campaign', at);
    if (seen.size === seen.add(element.campaignId).size) throw twice(at);
  }
}

function twice(pointer: string): ApiError {
  return ApiError.invalid('evaluation.twice', 'It stands in the tree already', pointer);
}

/** Throws ApiError 409 evaluation.locked where a group that is locked, and stays so, would change. */
export function checkLocks(before: StoredSet, after: StoredSet): void {
  const next = new Map(groupsOf(after).map(({ set }) => [set.groupId, set]));
  for (const { set } of groupsOf(before)) {
    if (!set.locked) continue;
    const now = next.get(set.groupId);
    if (now === undefined || (now.locked && !isDeepStrictEqual(now, set))) throw locked(set.name);
  }
}

function locked(name: string): ApiError {
  return ApiError.conflict('evaluation.locked', 'The group is locked', name);
}
