import { Inject, Injectable } from '@nestjs/common';
import { HIDDEN_HEADER_VALUE, type NewWebhook } from '@tessera/api-contracts';
import { sealSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from '@tessera/event-contracts';
import type { CatalogChange } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { SETTINGS, type Settings } from '../settings';
import { webhookUrl } from './webhook-url';
import { type SealedText, WebhookEntity } from './webhook.entity';
import { storeSealed, webhookOf } from './webhook.wire';

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

@Injectable()
export class Webhooks {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The webhook with its secret, which is kept sealed only. Throws ApiError 400 webhook.url, webhook.header, application.unknown. */
  create(actor: Actor, body: NewWebhook): Promise<{ row: WebhookEntity; secret: string }> {
    return this.catalog.write(actor, async (transaction) => {
      const [id, secret] = [await transaction.nextId(), `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`];
      const start = { id, created: transaction.now, secret: this.seal(secret, WEBHOOK_SECRET), headers: [] };
      return { row: await this.save(transaction, start, body), secret };
    });
  }

  /**
   * The secret stays, and so does the value of each header that the body shows hidden. Throws as `create`, and ApiError 404;
   * 409 webhook.in_use where rules of an application that is left out name it.
   */
  update(actor: Actor, id: bigint, body: NewWebhook): Promise<WebhookEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const stored = await findWebhook(transaction.manager, id);
      const applications = body.applicationIds.map(BigInt);
      await this.refuseIfNeeded(transaction, id, {
        kind: 'WebhookSaved',
        entity: { ...webhookOf(stored), applications },
      });
      return this.save(transaction, stored, body);
    });
  }

  /** Throws ApiError 404; 409 webhook.in_use with a detail for each ruleset that names it. */
  delete(actor: Actor, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      await findWebhook(transaction.manager, id);
      const change = { kind: 'WebhookDeleted', id } as const;
      await this.refuseIfNeeded(transaction, id, change);
      await transaction.manager.delete(WebhookEntity, { id });
      transaction.record(change);
    });
  }

  private refuseIfNeeded({ manager }: CatalogTransaction, id: bigint, change: CatalogChange): Promise<void> {
    return this.dependents.refuseIfNeeded(manager, { change, names: [String(id)], code: 'webhook.in_use' });
  }

  private async save(
    transaction: CatalogTransaction,
    stored: Pick<WebhookEntity, 'id' | 'created' | 'secret' | 'headers'>,
    { applicationIds: ids, headers, title, verb, url, params, payload, enabled }: NewWebhook,
  ): Promise<WebhookEntity> {
    const applicationIds = ids.map(BigInt);
    await requireApplications(transaction.manager, applicationIds, '/applicationIds');
    const row = await transaction.manager.save(WebhookEntity, {
      ...stored,
      ...{ applicationIds, title, verb, params, enabled },
      url: webhookUrl(url, this.settings.TESSERA_DEV),
      headers: headers.map((line, index) => this.header(stored, line, index)),
      payload: payload ?? null,
      modified: transaction.now,
    });
    transaction.record({ kind: 'WebhookSaved', entity: webhookOf(row) });
    return row;
  }

  private header(
    { headers }: Pick<WebhookEntity, 'headers'>,
    line: string,
    index: number,
  ): WebhookEntity['headers'][number] {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (value !== HIDDEN_HEADER_VALUE) return { name, sealed: this.seal(`${name}: ${value}`, WEBHOOK_HEADER) };
    const kept = headers.find((header) => header.name.toLowerCase() === name.toLowerCase());
    if (kept) return kept;
    throw ApiError.invalid('webhook.header', 'There is no stored value for this header', `/headers/${index}`);
  }

  private seal(secret: string, path: string): SealedText {
    return storeSealed(sealSecret(secret, this.settings.TESSERA_MASTER_KEY, path));
  }
}

/** Throws ApiError 404 `webhook.not_found`. */
export async function findWebhook(manager: EntityManager, id: bigint): Promise<WebhookEntity> {
  const webhook = await manager.findOneBy(WebhookEntity, { id });
  if (!webhook) throw ApiError.notFound('webhook.not_found', 'There is no such webhook');
  return webhook;
}
