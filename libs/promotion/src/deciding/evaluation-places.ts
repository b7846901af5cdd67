import type { Catalog } from '../catalog';
import type { Effect, EvaluationPlace } from '../effect';
import { innermostGroup } from './evaluation-order';

/** In which groups the campaigns behind some effects of an application stand, by the catalog's evaluation tree. */
export function evaluationPlacesOf(
  catalog: Pick<Catalog, 'evaluationTree'>,
  application: bigint,
  effects: readonly Pick<Effect, 'campaign'>[],
): EvaluationPlace[] {
  const tree = catalog.evaluationTree(application);
  if (tree === undefined) return [];
  const campaigns = new Set(effects.map(({ campaign }) => campaign));
  return [...campaigns].flatMap((campaign) => {
    const group = innermostGroup(tree, campaign);
    return group === undefined ? [] : [{ campaign, group: group.id, mode: group.mode }];
  });
}
