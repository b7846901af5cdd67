import { applicationEvent, eventQuery, pageOf, pageWithoutTotalOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class EventQueryDto extends createZodDto(eventQuery) {}
export class EventPageDto extends createZodDto(pageOf(applicationEvent)) {}
export class EventPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(applicationEvent)) {}
