import type { CatalogChange } from '../catalog-event';
import type { Request } from '../request';
import { Shop, type Decided } from './shop';

/** `given(catalog).after(requests).when(request)`: the decision, and the shop to look into. */
export function given(...changes: readonly (CatalogChange | readonly CatalogChange[])[]) {
  const shop = new Shop(changes.flat());
  return {
    shop,
    after(...requests: readonly Request[]) {
      for (const request of requests) shop.when(request);
      return this;
    },
    when: (request: Request): Decided => shop.when(request),
  };
}
