import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import type { ApplicationEntity } from '../applications/application.entity';
import { CampaignEntity } from '../campaigns/campaign.entity';
import { baseGroupOf } from './base-group';
import { campaignsIn, groupsOf, type GroupPlace, type StoredSet } from './evaluation-set';
import { EvaluationTreeEntity } from './evaluation-tree.entity';

/** The newest version; of an application whose tree nobody has touched, version 0: a base group with nothing in it. */
export async function currentTree(
  manager: EntityManager,
  application: ApplicationEntity,
): Promise<EvaluationTreeEntity> {
  const [newest] = await manager.find(EvaluationTreeEntity, {
    where: { applicationId: application.id },
    order: { version: 'DESC' },
    take: 1,
  });
  return newest ?? untouched(application);
}

/** Throws ApiError 404 evaluation.not_found. */
export async function treeAt(
  manager: EntityManager,
  application: ApplicationEntity,
  version: number,
): Promise<EvaluationTreeEntity> {
  if (version === 0) return untouched(application);
  const tree = await manager.findOneBy(EvaluationTreeEntity, { applicationId: application.id, version });
  if (!tree) throw ApiError.notFound('evaluation.not_found', 'There is no such version of the evaluation tree');
  return tree;
}

function untouched({ id, createdBy, created }: ApplicationEntity): EvaluationTreeEntity {
  const set: StoredSet = {
    ...{ type: 'SET', groupId: Number(baseGroupOf(id)), name: 'Base', description: '' },
    ...{ evaluationMode: 'stackable', evaluationScope: 'session', locked: false, elements: [] },
  };
  return { applicationId: id, version: 0, set, createdBy, created };
}

/** Throws ApiError 404 evaluation.not_found. */
export function groupWithin(set: StoredSet, groupId: number): GroupPlace {
  const place = groupsOf(set).find((each) => each.set.groupId === groupId);
  if (!place) throw ApiError.notFound('evaluation.not_found', 'There is no such evaluation group');
  return place;
}

/** The group that a campaign stands in; one that nobody has put anywhere stands in the base. */
export function groupsByCampaign(set: StoredSet): (campaignId: number) => number {
  const groups = groupsOf(set).flatMap((place) => campaignsIn(place.set).map((id) => [id, place.set.groupId] as const));
  const byCampaign = new Map(groups);
  return (campaignId) => byCampaign.get(campaignId) ?? set.groupId;
}

/** All campaigns of the application, by id. */
export async function campaignIds(manager: EntityManager, applicationId: bigint): Promise<number[]> {
  const rows = await manager.find(CampaignEntity, {
    select: { id: true },
    where: { applicationId },
    order: { id: 'ASC' },
  });
  return rows.map(({ id }) => Number(id));
}
