import type { Campaign, EvaluationGroup, EvaluationTree } from '../catalog-event';

/** Campaigns in the order in which they are evaluated, within the groups of the tree below the base. */
export type EvaluationNode =
  | { readonly kind: 'campaign'; readonly campaign: Campaign }
  | { readonly kind: 'group'; readonly group: EvaluationGroup; readonly nodes: readonly EvaluationNode[] };

/** Where the tree has a campaign. */
interface Place {
  readonly rank: number;
  /** The groups around it, the outermost first, the base left out. */
  readonly groups: readonly EvaluationGroup[];
}

const OUTSIDE: Place = { rank: Number.POSITIVE_INFINITY, groups: [] };

/**
 * Campaigns, given by id, as the tree orders them; those that it does not name follow by id. One total order, which depends
 * on the tree and the ids alone; it costs by the campaigns that are given, not by all that the tree has.
 */
export function inOrder(campaigns: readonly Campaign[], tree: EvaluationTree | undefined): EvaluationNode[] {
  if (tree === undefined) return campaigns.map((campaign) => ({ kind: 'campaign', campaign }));
  const places = placesOf(tree);
  const placed = campaigns.map((campaign) => ({ campaign, place: places.get(campaign.id) ?? OUTSIDE }));
  placed.sort((a, b) => compare(a.place.rank, b.place.rank) || compare(a.campaign.id, b.campaign.id));
  return nodesOf(placed, 0);
}

interface Placed {
  readonly campaign: Campaign;
  readonly place: Place;
}

/** Neighbours in one group become its node: the order keeps the campaigns of a group together. */
function nodesOf(placed: readonly Placed[], depth: number): EvaluationNode[] {
  const nodes: EvaluationNode[] = [];
  for (let from = 0; from < placed.length;) {
    const group = groupAt(placed[from], depth);
    const end = endOf(placed, from, depth, group);
    const within = placed.slice(from, end);
    if (group === undefined) nodes.push(...within.map(({ campaign }) => ({ kind: 'campaign', campaign }) as const));
    else nodes.push({ kind: 'group', group, nodes: nodesOf(within, depth + 1) });
    from = end;
  }
  return nodes;
}

function groupAt(placed: Placed | undefined, depth: number): EvaluationGroup | undefined {
  return placed?.place.groups[depth];
}

function endOf(placed: readonly Placed[], from: number, depth: number, group: EvaluationGroup | undefined): number {
  let end = from + 1;
  while (end < placed.length && groupAt(placed[end], depth) === group) end += 1;
  return end;
}

function compare<T extends number | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The innermost group around a campaign, below the base; undefined: it stands in the base. */
export function innermostGroup(tree: EvaluationTree | undefined, campaign: bigint): EvaluationGroup | undefined {
  return tree && placesOf(tree).get(campaign)?.groups.at(-1);
}

/** Campaigns in the order in which they are evaluated. */
export function campaignsOf(nodes: readonly EvaluationNode[]): Campaign[] {
  return nodes.flatMap((node) => (node.kind === 'campaign' ? node.campaign : campaignsOf(node.nodes)));
}

/** A tree never changes, so what was found in it is remembered. */
const KNOWN = new WeakMap<EvaluationTree, ReadonlyMap<bigint, Place>>();

function placesOf(tree: EvaluationTree): ReadonlyMap<bigint, Place> {
  const known = KNOWN.get(tree);
  if (known !== undefined) return known;
  const places = new Map<bigint, Place>();
  const [base] = tree.groups;
  if (base !== undefined) addPlaces(places, base, [], new Map(tree.groups.map((group) => [group.id, group])));
  KNOWN.set(tree, places);
  return places;
}

/** Of a campaign that stands twice the first place counts; a group within itself, which no saved tree has, is left out. */
function addPlaces(
  places: Map<bigint, Place>,
  { elements }: EvaluationGroup,
  groups: readonly EvaluationGroup[],
  all: ReadonlyMap<bigint, EvaluationGroup>,
): void {
  for (const { kind, id } of elements) {
    const group = kind === 'EvaluatedGroup' ? all.get(id) : undefined;
    if (group !== undefined && !groups.includes(group)) addPlaces(places, group, [...groups, group], all);
    else if (kind === 'EvaluatedCampaign' && !places.has(id)) places.set(id, { rank: places.size, groups });
  }
}
