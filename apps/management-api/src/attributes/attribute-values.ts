import { Injectable } from '@nestjs/common';
import { attributeRefusals, type Attributes, attributesFrom } from '@tessera/promotion';
import type { EntityManager } from 'typeorm';
import { CatalogView } from '../catalog-log/catalog-view';
import { refused } from './refused';

/** Whose attributes the values are of. */
export interface Owner {
  readonly application: bigint;
  readonly entity: 'Application' | 'Campaign' | 'Coupon';
  /** Where the body has them; left out: `/attributes`. */
  readonly pointer?: string;
}

/** Reads the values that a body gives to declared attributes. */
@Injectable()
export class AttributeValues {
  constructor(private readonly view: CatalogView) {}

  /** The values by their declared types. Throws ApiError 400 with a detail for each wrong one, below the pointer. */
  async of(manager: EntityManager, owner: Owner, json: Readonly<Record<string, unknown>>): Promise<Attributes> {
    const catalog = await this.view.current(manager);
    const { application, entity, pointer = '/attributes' } = owner;
    const definitions = catalog.attributes(application, entity);
    const values = attributesFrom(json, definitions);
    const refusals = attributeRefusals(values, definitions, pointer);
    if (refusals.length > 0) throw refused(refusals);
    return values;
  }
}
