import { createdWebhook, newWebhook, pageOf, webhook, webhookQuery } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewWebhookDto extends createZodDto(newWebhook) {}
export class WebhookDto extends createZodDto(webhook) {}
export class CreatedWebhookDto extends createZodDto(createdWebhook) {}
export class WebhookPageDto extends createZodDto(pageOf(webhook)) {}
export class WebhookQueryDto extends createZodDto(webhookQuery) {}
