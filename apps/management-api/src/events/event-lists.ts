import { Injectable } from '@nestjs/common';
import { applicationEvent, type EventExplanation, eventExplanation, type EventQuery } from '@tessera/api-contracts';
import { COUNT_LIMIT } from '@tessera/postgres';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { campaignIdsNamed, withCampaignNames } from '../campaigns/campaigns-named';
import type { ListQueryDto } from '../lists/list.dto';
import { Projections } from '../read-models/projections';
import type { EventPageDto, EventPageWithoutTotalDto } from './event.dto';

const page = z.object({
  totalResultSize: z.int().optional(),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(applicationEvent),
});

const types = z.object({
  totalResultSize: z.int(),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(z.string()),
});

/** The events of an application, from their read model. */
@Injectable()
export class EventLists {
  constructor(
    private readonly projections: Projections,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws ApiError 400 page.*, cursor.invalid, filter.personal; 503. */
  async read(application: bigint, query: EventQuery): Promise<EventPageDto> {
    const { totalResultSize = COUNT_LIMIT, ...found } = await this.page(application, query, 'true');
    return { totalResultSize, ...found };
  }

  /** As `read`, without counting. */
  readWithoutTotal(application: bigint, query: EventQuery): Promise<EventPageWithoutTotalDto> {
    return this.page(application, query, 'false');
  }

  /** The types that its events have. Throws ApiError 400 page.*, cursor.invalid; 503. */
  async types(application: bigint, query: ListQueryDto): Promise<z.infer<typeof types>> {
    pageBounds(query);
    const path = `/applications/${application}/event_types`;
    return types.parse(await this.projections.ask({ projection: 'campaign', application, path, query: { ...query } }));
  }

  /** Throws ApiError 404 event.not_found; 503. */
  async explain(application: bigint, event: bigint, campaigns: string | undefined): Promise<EventExplanation> {
    const path = `/applications/${application}/events/${event}/explanation`;
    const answer = await this.projections.ask({ projection: 'campaign', application, path, query: { campaigns } });
    return eventExplanation.parse(answer);
  }

  private async page(application: bigint, query: EventQuery, total: 'true' | 'false') {
    const { campaignQuery, customerName, customerEmail, ...filter } = query;
    pageBounds(query);
    if (customerName !== undefined || customerEmail !== undefined) throw sealed();
    const { manager } = this.dataSource;
    const campaigns = campaignQuery && (await campaignIdsNamed(manager, application, campaignQuery));
    const answer = await this.projections.ask({
      ...{ projection: 'campaign', application, path: `/applications/${application}/events` },
      query: { ...filter, total, campaigns },
    });
    const { data, ...rest } = page.parse(answer);
    return { ...rest, data: await withCampaignNames(manager, data) };
  }
}

function sealed(): ApiError {
  const details = 'Names and addresses of customers are sealed; take `profile`';
  return new ApiError(400, [{ code: 'filter.personal', title: 'Personal attributes cannot be searched', details }]);
}
