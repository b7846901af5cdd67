import { Injectable } from '@nestjs/common';
import type { ListQuery, WebhookActivationQuery, WebhookLogQuery } from '@tessera/api-contracts';
import { COUNT_LIMIT } from '@tessera/postgres';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { Projections } from '../read-models/projections';
import { WebhookEntity } from './webhook.entity';
import type { WebhookActivationPageDto, WebhookLogPageDto } from './webhook-log.dto';
import { type Delivery, delivery, showActivation, showCall } from './webhook-log.wire';

const PATH = '/webhook_deliveries';

const page = z.object({
  totalResultSize: z.int().default(COUNT_LIMIT),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(delivery),
});

/** Calls of webhooks of the last days, from the dispatcher, which makes them. */
@Injectable()
export class WebhookLogs {
  constructor(
    private readonly projections: Projections,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws ApiError 400 page.*, cursor.invalid; 503. */
  async activations(query: WebhookActivationQuery): Promise<WebhookActivationPageDto> {
    const { integrationRequestUuid: requestId, ...rest } = query;
    const { data, ...found } = await this.ask({ ...rest, requestId });
    return { ...found, data: data.map(showActivation) };
  }

  /** Throws as `activations`. */
  async calls(query: WebhookLogQuery): Promise<WebhookLogPageDto> {
    const { requestUuid: requestId, status: ended, state: status, ...rest } = query;
    const { data, ...found } = await this.ask({ ...rest, requestId, ended, status });
    const urls = await this.urlsOf(data);
    return { ...found, data: data.map((one) => showCall(one, urls)) };
  }

  /** Has a call that failed tried once more. Throws ApiError 404 webhook.call, 409 webhook.not_failed, webhook.deleted; 503. */
  async retry(id: string): Promise<void> {
    const { data } = await this.ask({ effectId: id });
    const [call] = data;
    if (!call) throw ApiError.notFound('webhook.call', 'There is no such call');
    const { manager } = this.dataSource;
    if (!(await manager.existsBy(WebhookEntity, { id: BigInt(call.webhookId) }))) throw deleted();
    await this.projections.ask({
      ...{ projection: 'webhook', application: 0n, method: 'POST', path: `${PATH}/${id}/retry` },
    });
  }

  private async ask({
    applicationId: application,
    ...query
  }: ListQuery & Readonly<Record<string, string | undefined>>) {
    pageBounds(query);
    const question = { projection: 'webhook', application: 0n, path: PATH } as const;
    return page.parse(await this.projections.ask({ ...question, query: { ...query, application } }));
  }

  private async urlsOf(calls: readonly Delivery[]): Promise<ReadonlyMap<number, string>> {
    const ids = [...new Set(calls.map(({ webhookId }) => webhookId))].map(BigInt);
    const webhooks = await this.dataSource.manager.findBy(WebhookEntity, { id: In(ids) });
    return new Map(webhooks.map(({ id, url }) => [Number(id), url]));
  }
}

function deleted(): ApiError {
  return ApiError.conflict('webhook.deleted', 'The webhook was deleted, so there is nothing to call');
}
