import type { EvaluationElement, EvaluationSet } from '@tessera/api-contracts';

/** A group that has its id. */
export interface StoredSet extends EvaluationSet {
  groupId: number;
  elements: (StoredSet | Exclude<EvaluationElement, EvaluationSet>)[];
}

/** A group with the one around it and its place in the body. */
export interface GroupPlace<S extends EvaluationSet = StoredSet> {
  readonly set: S;
  readonly parent: S | undefined;
  /** 0 for the base group. */
  readonly depth: number;
  readonly pointer: string;
}

/** The group itself and all below it, in the order of evaluation. */
export function groupsOf<S extends EvaluationSet>(set: S): GroupPlace<S>[] {
  return below({ set, parent: undefined, depth: 0, pointer: '/set' });
}

function below<S extends EvaluationSet>(place: GroupPlace<S>): GroupPlace<S>[] {
  const { set, depth, pointer } = place;
  const within = set.elements.flatMap((element, index) => {
    const at = { parent: set, depth: depth + 1, pointer: `${pointer}/elements/${index}` };
    return element.type === 'SET' ? below({ set: element as S, ...at }) : [];
  });
  return [place, ...within];
}

/** The campaigns that stand in a group itself. */
export function campaignsIn({ elements }: EvaluationSet): number[] {
  return elements.flatMap((element) => (element.type === 'CAMPAIGN' ? element.campaignId : []));
}

/** The group with its members as `changed` makes them, and so all below it. */
export function mapped(set: StoredSet, changed: (set: StoredSet) => StoredSet): StoredSet {
  const elements = set.elements.map((element) => (element.type === 'SET' ? mapped(element, changed) : element));
  return changed({ ...set, elements });
}

/** Without the campaign, wherever it stands. */
export function without(set: StoredSet, campaignId: number): StoredSet {
  const other = (element: StoredSet['elements'][number]) => element.type === 'SET' || element.campaignId !== campaignId;
  return mapped(set, (group) => ({ ...group, elements: group.elements.filter(other) }));
}

/** With the campaign at the end of the group. */
export function withMember(set: StoredSet, groupId: number, campaignId: number): StoredSet {
  return mapped(set, (group) => {
    if (group.groupId !== groupId) return group;
    return { ...group, elements: [...group.elements, { type: 'CAMPAIGN', campaignId }] };
  });
}
