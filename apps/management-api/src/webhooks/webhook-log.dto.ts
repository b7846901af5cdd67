import {
  pageOf,
  webhookActivation,
  webhookActivationQuery,
  webhookLogEntry,
  webhookLogQuery,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class WebhookLogQueryDto extends createZodDto(webhookLogQuery) {}
export class WebhookLogPageDto extends createZodDto(pageOf(webhookLogEntry)) {}
export class WebhookActivationQueryDto extends createZodDto(webhookActivationQuery) {}
export class WebhookActivationPageDto extends createZodDto(pageOf(webhookActivation)) {}
