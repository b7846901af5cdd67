import { Injectable } from '@nestjs/common';
import type {
  ActivityRange,
  ActivityReportQuery,
  CustomerActivityReport,
  CustomerAnalytics,
  ListQuery,
} from '@tessera/api-contracts';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { campaignIdsNamed } from '../campaigns/campaigns-named';
import { Projections } from '../read-models/projections';
import { customerOrders, reportOf, showAnalytics } from './customer-orders.wire';
import { Profiles } from './profiles';

const page = z.object({
  totalResultSize: z.int().optional(),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(customerOrders),
});

interface Reports {
  readonly totalResultSize?: number | undefined;
  readonly hasMore: boolean;
  readonly cursor?: string | undefined;
  readonly data: CustomerActivityReport[];
}

type Filter = ListQuery & {
  [name in 'rangeStart' | 'rangeEnd' | 'profile' | 'campaigns' | 'total']?: string | undefined;
};

/** What customers ordered, from the read models of sessions and profiles. */
@Injectable()
export class CustomerOrderLists {
  constructor(
    private readonly projections: Projections,
    private readonly profiles: Profiles,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws ApiError 404 customer.not_found, 503. */
  async analytics(application: bigint, id: bigint): Promise<CustomerAnalytics> {
    const { integrationId } = await this.profiles.byId(application, id);
    const { data } = await this.ask(application, { profile: integrationId });
    return showAnalytics(data[0]);
  }

  /** Of a customer who ordered nothing in the range, all is 0. Throws as `analytics`. */
  async report(
    application: bigint,
    id: bigint,
    { rangeStart, rangeEnd }: ActivityRange,
  ): Promise<CustomerActivityReport> {
    const profile = await this.profiles.byId(application, id);
    const { data } = await this.ask(application, { profile: profile.integrationId, rangeStart, rangeEnd });
    return reportOf(profile.integrationId, data[0], profile, '');
  }

  /** One report for each customer with closed sessions in the range. Throws ApiError 400 page.*, filter.personal; 503. */
  async reports(application: bigint, query: ActivityReportQuery, total: 'true' | 'false'): Promise<Reports> {
    const { name, advocateName, integrationId, campaignName, ...rest } = query;
    pageBounds(rest);
    if (name !== undefined || advocateName !== undefined) throw sealed();
    const { manager } = this.dataSource;
    const campaigns = campaignName && (await campaignIdsNamed(manager, application, campaignName));
    const { data, ...found } = await this.ask(application, { ...rest, profile: integrationId, campaigns, total });
    const ids = data.map(({ profile }) => profile);
    const known = await this.profiles.named(application, ids);
    const shown = data.map((one) => reportOf(one.profile, one, known.get(one.profile), campaignName ?? ''));
    return { ...found, data: shown };
  }

  private async ask(application: bigint, query: Filter) {
    const path = `/applications/${application}/customers`;
    return page.parse(await this.projections.ask({ projection: 'session', application, path, query }));
  }
}

function sealed(): ApiError {
  const details = 'Names of customers are sealed; take `integrationId`';
  return new ApiError(400, [{ code: 'filter.personal', title: 'Personal attributes cannot be searched', details }]);
}
