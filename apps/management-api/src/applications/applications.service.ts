import { Injectable } from '@nestjs/common';
import type { NewApplication, UpdateApplication } from '@tessera/api-contracts';
import { currencyExponent } from '@tessera/money';
import { parseDuration } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { IANAZone } from 'luxon';
import { AttributeValues } from '../attributes/attribute-values';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { ApplicationEntity } from './application.entity';
import { applicationOf } from './application.wire';
import { findApplication } from './find-application';

@Injectable()
export class Applications {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly values: AttributeValues,
  ) {}

  /** Throws ApiError 400: application.currency, application.timezone, application.idle, limit.*, attribute.*. */
  create(actor: Actor, body: NewApplication): Promise<ApplicationEntity> {
    checkCurrency(body.currency);
    checkZone(body.timezone);
    checkIdle(body.sessionIdleAfter);
    return this.catalog.write(actor, async (transaction) => {
      const { now, actor: by } = transaction;
      const { enablePartialDiscounts: partialRewards, ...same } = body;
      const id = await transaction.nextId();
      const row = { id, ...same, partialRewards, createdBy: by.userId, created: now, modified: now };
      return this.save(transaction, row);
    });
  }

  /** Throws ApiError 404, and 400 as `create`; the currency stays. */
  update(actor: Actor, id: bigint, body: UpdateApplication): Promise<ApplicationEntity> {
    if (body.timezone !== undefined) checkZone(body.timezone);
    checkIdle(body.sessionIdleAfter ?? null);
    return this.catalog.write(actor, async (transaction) => {
      const row = await findApplication(transaction.manager, id);
      if (body.currency !== undefined && body.currency !== row.currency) throw currencyStays();
      return this.save(transaction, {
        ...row,
        name: body.name ?? row.name,
        description: body.description ?? row.description,
        timezone: body.timezone ?? row.timezone,
        attributes: body.attributes ?? row.attributes,
        limits: body.limits ?? row.limits,
        partialRewards: body.enablePartialDiscounts ?? row.partialRewards,
        sessionIdleAfter: body.sessionIdleAfter === undefined ? row.sessionIdleAfter : body.sessionIdleAfter,
        modified: transaction.now,
      });
    });
  }

  private async save(transaction: CatalogTransaction, row: ApplicationEntity): Promise<ApplicationEntity> {
    const { manager } = transaction;
    const attributes = await this.values.of(manager, { application: row.id, entity: 'Application' }, row.attributes);
    const entity = applicationOf(row, attributes);
    const saved = await manager.save(ApplicationEntity, row);
    transaction.record({ kind: 'ApplicationSaved', entity }, { application: row.id, currency: row.currency });
    return saved;
  }
}

function checkCurrency(currency: string): void {
  if (currencyExponent(currency) !== undefined) return;
  throw ApiError.invalid('application.currency', 'The currency must be a code of ISO 4217', '/currency');
}

/** Amounts in the log are in minor units of the currency that the application had from its beginning. */
function currencyStays(): ApiError {
  return ApiError.invalid('application.currency', 'The currency of an application cannot change', '/currency');
}

function checkIdle(text: string | null): void {
  if (text === null || parseDuration(text) !== undefined) return;
  throw ApiError.invalid('application.idle', 'A duration like 30m or 1D', '/sessionIdleAfter');
}

function checkZone(timezone: string): void {
  if (IANAZone.isValidZone(timezone)) return;
  throw ApiError.invalid('application.timezone', 'The time zone must be a name of the IANA database', '/timezone');
}
