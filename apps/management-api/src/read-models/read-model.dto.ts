import { listQuery, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** A session or a profile as its read model shows it: the Integration API's shape. */
const shown = z.looseObject({ integrationId: z.string() });

export class SessionQueryDto extends createZodDto(
  listQuery.extend({
    profile: z.string().max(1_000).optional(),
    state: z.enum(['open', 'closed', 'cancelled']).optional(),
    coupon: z.string().max(100).optional(),
    createdBefore: instant.optional(),
    createdAfter: instant.optional(),
  }),
) {}
export class CustomerQueryDto extends createZodDto(
  listQuery.extend({ integrationId: z.string().max(1_000).optional() }),
) {}
export class ShownDto extends createZodDto(shown) {}
export class ShownPageDto extends createZodDto(pageOf(shown)) {}
