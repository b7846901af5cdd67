import { applicationSession, listQuery, pageOf, sessionQuery, timelineEntry } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** A profile as its read model shows it: the Integration API's shape. */
const shown = z.looseObject({ integrationId: z.string() });

export class SessionQueryDto extends createZodDto(sessionQuery) {}
export class SessionDto extends createZodDto(applicationSession) {}
export class SessionPageDto extends createZodDto(pageOf(applicationSession)) {}
export class TimelinePageDto extends createZodDto(pageOf(timelineEntry)) {}
export class CustomerQueryDto extends createZodDto(
  listQuery.extend({ integrationId: z.string().max(1_000).optional() }),
) {}
export class ShownDto extends createZodDto(shown) {}
export class ShownPageDto extends createZodDto(pageOf(shown)) {}
