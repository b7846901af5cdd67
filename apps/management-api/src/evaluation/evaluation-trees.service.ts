import { Injectable } from '@nestjs/common';
import type { EvaluationSet, UpdateEvaluationGroup, UpdateEvaluationTree } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { campaignsIn, groupsOf, mapped, type StoredSet, withMember, without } from './evaluation-set';
import { EvaluationTreeEntity } from './evaluation-tree.entity';
import { treeOf } from './evaluation-tree.wire';
import { campaignIds, currentTree, groupsByCampaign, groupWithin } from './find-tree';
import { checkLocks, checkTree } from './tree-check';

@Injectable()
export class EvaluationTrees {
  constructor(private readonly catalog: CatalogWriter) {}

  /** Throws ApiError 404; 409 evaluation.version, evaluation.locked; 400 as `checkTree`. */
  replace(actor: Actor, applicationId: bigint, body: UpdateEvaluationTree): Promise<EvaluationTreeEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const application = await findApplication(manager, applicationId);
      const before = await currentTree(manager, application);
      if (body.version !== undefined && body.version !== before.version) throw changedMeanwhile(before.version);
      const campaigns = new Set(await campaignIds(manager, applicationId));
      checkTree(body.set, before.set, campaigns);
      const set = await withIds(transaction, { ...body.set, groupId: before.set.groupId });
      return save(transaction, application, before, set);
    });
  }

  /** What is left out stays. Throws ApiError 404 application.not_found, evaluation.not_found; else as `replace`. */
  changeGroup(
    actor: Actor,
    applicationId: bigint,
    groupId: bigint,
    body: UpdateEvaluationGroup,
  ): Promise<EvaluationTreeEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const application = await findApplication(transaction.manager, applicationId);
      const before = await currentTree(transaction.manager, application);
      const { set: group } = groupWithin(before.set, Number(groupId));
      const set = mapped(before.set, (each) => (each.groupId === group.groupId ? changed(each, body) : each));
      checkTree(set, before.set, new Set(campaignsWithin(set)));
      return save(transaction, application, before, set);
    });
  }

  /** Within the write of a campaign: puts it at the end of a group. Throws ApiError 400 evaluation.group, 409 evaluation.locked. */
  async move(
    transaction: CatalogTransaction,
    application: ApplicationEntity,
    campaignId: bigint,
    groupId: number,
  ): Promise<void> {
    const before = await currentTree(transaction.manager, application);
    const id = Number(campaignId);
    if (groupsByCampaign(before.set)(id) === groupId) return;
    const known = groupsOf(before.set).some(({ set }) => set.groupId === groupId);
    if (!known) throw ApiError.invalid('evaluation.group', 'There is no such group', '/evaluationGroupId');
    await save(transaction, application, before, withMember(without(before.set, id), groupId, id));
  }

  /** Within the deletion of a campaign, also from a group that is locked. */
  async forget(transaction: CatalogTransaction, application: ApplicationEntity, campaignId: bigint): Promise<void> {
    const before = await currentTree(transaction.manager, application);
    const id = Number(campaignId);
    if (campaignsWithin(before.set).includes(id))
      await record(transaction, application, before, without(before.set, id));
  }
}

function changed(set: StoredSet, body: UpdateEvaluationGroup): StoredSet {
  return {
    ...set,
    name: body.name ?? set.name,
    description: body.description ?? set.description,
    evaluationMode: body.evaluationMode ?? set.evaluationMode,
    evaluationScope: body.evaluationScope ?? set.evaluationScope,
    locked: body.locked ?? set.locked,
  };
}

function campaignsWithin(set: StoredSet): number[] {
  return groupsOf(set).flatMap((place) => campaignsIn(place.set));
}

/** New groups get their ids. */
async function withIds(transaction: CatalogTransaction, set: EvaluationSet): Promise<StoredSet> {
  const groupId = set.groupId ?? Number(await transaction.nextId());
  const elements: StoredSet['elements'] = [];
  for (const element of set.elements) {
    elements.push(element.type === 'SET' ? await withIds(transaction, element) : element);
  }
  return { ...set, groupId, elements };
}

/** The next version, where nothing that is locked changes. Throws ApiError 409 evaluation.locked. */
function save(
  transaction: CatalogTransaction,
  application: ApplicationEntity,
  before: EvaluationTreeEntity,
  set: StoredSet,
): Promise<EvaluationTreeEntity> {
  checkLocks(before.set, set);
  return record(transaction, application, before, set);
}

async function record(
  transaction: CatalogTransaction,
  { id, currency }: ApplicationEntity,
  before: EvaluationTreeEntity,
  set: StoredSet,
): Promise<EvaluationTreeEntity> {
  const { manager, actor, now } = transaction;
  const next = { applicationId: id, version: before.version + 1, set, createdBy: actor.userId, created: now };
  const row = await manager.save(EvaluationTreeEntity, next);
  transaction.record({ kind: 'EvaluationTreeSaved', entity: treeOf(row) }, { application: id, currency });
  return row;
}

function changedMeanwhile(version: number): ApiError {
  return ApiError.conflict('evaluation.version', 'The tree has changed since', `It is at version ${version}`);
}
