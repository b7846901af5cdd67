import { Injectable } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { Conditions, Cursors, sqlOf } from '@tessera/postgres';
import { type Listed, type ListQuery, readList } from '@tessera/projection';
import { parseWith } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DELIVERY_STATUSES } from './delivery.entity';

const digits = z.string().regex(/^\d{1,18}$/, 'a number');

const filterSchema = z.object({
  application: digits.optional(),
  webhookId: digits.optional(),
  campaignId: digits.optional(),
  effectId: z.uuid().optional(),
  requestId: z.string().max(1_000).optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  ended: z.enum(['success', 'error']).optional(),
  createdBefore: z.iso.datetime({ offset: true }).optional(),
  createdAfter: z.iso.datetime({ offset: true }).optional(),
});

const ENDED = { success: ['delivered'], error: ['failed', 'blocked', 'gone'] } as const;

/** A delivery with its tries; never what was sent, which may be personal. */
const SHOWN = `jsonb_build_object('id', id, 'requestId', request_id, 'applicationId', application, 'campaignId', campaign, 'webhookId', webhook,
  'status', status, 'created', created, 'due', CASE WHEN status = 'waiting' THEN due END, 'finished', finished,
  'attempts', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'at', at, 'durationMs', duration_ms,
    'status', attempt.status, 'error', error) ORDER BY number), '[]')
    FROM attempt WHERE attempt.created = delivery.created AND attempt.id = delivery.id)) AS shown`;

/** The calls of the last days, newest first. */
@Injectable()
export class DeliveryQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Throws ApiError 400 on bad filters, pages, cursors. */
  list(query: ListQuery): Promise<Listed<Json>> {
    const filter = parseWith(filterSchema, query, 'parameter');
    const conditions = new Conditions()
      .add('application = ?', filter.application)
      .add('webhook = ?', filter.webhookId)
      .add('campaign = ?', filter.campaignId)
      .add('id = ?', filter.effectId)
      .add('request_id = ?', filter.requestId)
      .add('status = ?', filter.status)
      .add('status = ANY(?::text[])', filter.ended && ENDED[filter.ended])
      .add('created < ?', filter.createdBefore)
      .add('created > ?', filter.createdAfter);
    const list = { table: 'delivery', columns: SHOWN, conditions };
    return readList<{ shown: Json }, Json>(sqlOf(this.dataSource), list, newestFirst(query), this.cursors, (rows) =>
      Promise.resolve(rows.map(({ shown }) => shown)),
    );
  }
}

const newestFirst = (query: ListQuery): ListQuery => ({ ...query, sort: query.sort ?? '-created' });
