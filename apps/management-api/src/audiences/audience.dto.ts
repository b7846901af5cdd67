import { audience, listQuery, newAudience, pageOf, updateAudience } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class NewAudienceDto extends createZodDto(newAudience) {}
export class UpdateAudienceDto extends createZodDto(updateAudience) {}
export class AudienceDto extends createZodDto(audience) {}
export class AudiencePageDto extends createZodDto(pageOf(audience)) {}

/** The total is always given; the SDKs ask for it. */
const audienceQuery = listQuery.extend({ withTotalResultSize: z.enum(['true', 'false']).optional() });

export class AudienceQueryDto extends createZodDto(audienceQuery) {}
