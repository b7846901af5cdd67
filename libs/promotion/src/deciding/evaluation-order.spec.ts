import type { Campaign, EvaluationTree } from '../catalog-event';
import { campaign, evaluationTree, group } from '../testing';
import { inOrder, type EvaluationNode } from './evaluation-order';

function campaigns(...ids: bigint[]): Campaign[] {
  const changes = ids.flatMap((id) => campaign(id, []));
  return changes.flatMap((change) => (change.kind === 'CampaignSaved' ? change.entity : []));
}

function tree(...elements: Parameters<typeof evaluationTree>[0]): EvaluationTree {
  return evaluationTree(elements).entity;
}

function text(nodes: readonly EvaluationNode[]): string {
  return nodes
    .map((node) => (node.kind === 'campaign' ? node.campaign.id : `${node.group.id}(${text(node.nodes)})`))
    .join(' ');
}

const order = (known: EvaluationTree | undefined, ...ids: bigint[]) => text(inOrder(campaigns(...ids), known));

describe('the order of evaluation', () => {
  it('is by id where there is no tree', () => {
    expect(order(undefined, 1n, 2n, 3n)).toBe('1 2 3');
    expect(order(tree(), 3n, 1n, 2n)).toBe('1 2 3');
  });

  it('is that of the tree, then by id, however the campaigns come', () => {
    const known = tree(5n, group(10n, 'listOrder', [4n, group(20n, 'stackable', [2n])]), 3n);
    expect(order(known, 1n, 2n, 3n, 4n, 5n, 6n)).toBe('5 10(4 20(2)) 3 1 6');
    expect(order(known, 6n, 5n, 4n, 3n, 2n, 1n)).toBe('5 10(4 20(2)) 3 1 6');
  });

  it('has only groups of which some campaign is asked for', () => {
    const known = tree(group(10n, 'listOrder', [group(20n, 'stackable', [2n]), 4n]), group(30n, 'listOrder', [5n]));
    expect(order(known, 1n, 4n)).toBe('10(4) 1');
    expect(order(known, 2n)).toBe('10(20(2))');
  });

  it('keeps neighbouring groups apart, and groups of one campaign', () => {
    const known = tree(group(10n, 'listOrder', [1n]), group(20n, 'listOrder', [2n]));
    expect(order(known, 1n, 2n)).toBe('10(1) 20(2)');
  });

  it('does not mind a tree that no management write can make', () => {
    const [base, a, b] = tree(group(10n, 'listOrder', [1n, group(20n, 'listOrder', [2n])])).groups;
    const loop = {
      ...b!,
      elements: [
        ...b!.elements,
        { kind: 'EvaluatedGroup', id: 10n } as const,
        { kind: 'EvaluatedGroup', id: 99n } as const,
      ],
    };
    const twice = { ...base!, elements: [...base!.elements, { kind: 'EvaluatedCampaign', id: 2n } as const] };
    const broken = { ...tree(), groups: [twice, a!, loop] };
    expect(order(broken, 1n, 2n, 3n)).toBe('10(1 20(2)) 3');
    expect(order({ ...broken, groups: [] }, 2n, 1n)).toBe('1 2');
  });
});
