import { eventType, eventTypeQuery, newEventType, updateEventType, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class NewEventTypeDto extends createZodDto(newEventType) {}
export class UpdateEventTypeDto extends createZodDto(updateEventType) {}
export class EventTypeQueryDto extends createZodDto(eventTypeQuery) {}
export class EventTypeDto extends createZodDto(eventType) {}
export class EventTypePageDto extends createZodDto(pageOf(eventType)) {}
/** Names alone. */
export class EventTypeNamesDto extends createZodDto(pageOf(z.string())) {}
