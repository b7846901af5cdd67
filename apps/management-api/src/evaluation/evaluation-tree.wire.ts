import type { EvaluationGroup as GroupJson, EvaluationTree as TreeJson } from '@tessera/api-contracts';
import type { EvaluationElement, EvaluationGroup, EvaluationTree } from '@tessera/promotion';
import { instantOf } from '../catalog-log/instants';
import { campaignsIn, groupsOf, type GroupPlace, type StoredSet } from './evaluation-set';
import type { EvaluationTreeEntity } from './evaluation-tree.entity';

/** The tree as the log has it. */
export function treeOf({ applicationId, version, set, createdBy, created }: EvaluationTreeEntity): EvaluationTree {
  const groups = groupsOf(set).map(({ set: group }) => groupOf(group));
  return { application: applicationId, version, groups, updatedBy: createdBy, updated: instantOf(created) };
}

function groupOf({
  groupId,
  name,
  description,
  evaluationMode,
  evaluationScope,
  locked,
  elements,
}: StoredSet): EvaluationGroup {
  return {
    ...{ id: BigInt(groupId), name, description, mode: evaluationMode, scope: evaluationScope, locked },
    elements: elements.map(elementOf),
  };
}

function elementOf(element: StoredSet['elements'][number]): EvaluationElement {
  return element.type === 'SET'
    ? { kind: 'EvaluatedGroup', id: BigInt(element.groupId) }
    : { kind: 'EvaluatedCampaign', id: BigInt(element.campaignId) };
}

/** `campaigns`: all of the application, by id. Those that stand in no group follow in the base, as they are evaluated. */
export function showTree(row: EvaluationTreeEntity, campaigns: readonly number[], updatedBy: string): TreeJson {
  const named = new Set(groupsOf(row.set).flatMap(({ set }) => campaignsIn(set)));
  const rest = campaigns.filter((id) => !named.has(id));
  return {
    applicationId: Number(row.applicationId),
    version: row.version,
    set: {
      ...row.set,
      elements: [...row.set.elements, ...rest.map((campaignId) => ({ type: 'CAMPAIGN', campaignId }) as const)],
    },
    updatedBy,
    updated: row.created.toISOString(),
  };
}

export function showGroup(applicationId: bigint, { set, parent }: GroupPlace): GroupJson {
  const { groupId, name, description, evaluationMode, evaluationScope, locked } = set;
  return {
    ...{ id: groupId, applicationId: Number(applicationId), name, description },
    ...(parent && { parentId: parent.groupId }),
    ...{ evaluationMode, evaluationScope, locked },
  };
}
