import {
  applicationEvent,
  eventExplanation,
  eventQuery,
  explanationQuery,
  pageOf,
  pageWithoutTotalOf,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class EventQueryDto extends createZodDto(eventQuery) {}
export class EventPageDto extends createZodDto(pageOf(applicationEvent)) {}
export class EventPageWithoutTotalDto extends createZodDto(pageWithoutTotalOf(applicationEvent)) {}
export class EventExplanationDto extends createZodDto(eventExplanation) {}
export class ExplanationQueryDto extends createZodDto(explanationQuery) {}
