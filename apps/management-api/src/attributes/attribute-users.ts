import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import type { AttributeEntity } from './attribute.entity';

export const IN_USE = 'attribute.in_use';

interface Use {
  readonly title: string;
  /** A statement that names whoever uses the attribute of this name. */
  readonly users: string;
}

const VALUES = 'A value of it is there';

const USES: Readonly<Record<string, Use>> = {
  CustomerProfile: {
    title: 'Tiers end by it',
    users: `SELECT format('loyalty program %s "%s"', id, name) AS details FROM loyalty_programs
      WHERE tiers_expiration_policy = 'customer_attribute' AND tiers_expiration_attribute = $1`,
  },
  Campaign: {
    title: VALUES,
    users: `SELECT format('campaign %s "%s" in application %s', id, name, application_id) AS details FROM campaigns
      WHERE attributes ? $1 UNION ALL
      SELECT format('campaign template %s "%s"', id, name) FROM campaign_templates WHERE attributes ? $1`,
  },
  Application: {
    title: VALUES,
    users: `SELECT format('application %s "%s"', id, name) AS details FROM applications WHERE attributes ? $1`,
  },
};

/** As many as an answer needs to name. */
const MOST_NAMED = 100;

/**
 * Throws ApiError 409 attribute.in_use with a detail for each loyalty program whose tiers end by it, or each campaign or
 * application that has a value and could not be saved with it any more; attribute.coupons, since coupons are not kept here.
 */
export async function refuseIfUsed(manager: EntityManager, { entity, name }: AttributeEntity): Promise<void> {
  if (entity === 'Coupon') throw ApiError.conflict('attribute.coupons', 'Coupons may have values of it');
  const use = USES[entity];
  if (use === undefined) return;
  const rows = await manager.query<{ details: string }[]>(`${use.users} LIMIT ${MOST_NAMED}`, [name]);
  if (rows.length === 0) return;
  throw new ApiError(
    409,
    rows.map(({ details }) => ({ code: IN_USE, title: use.title, details })),
  );
}
