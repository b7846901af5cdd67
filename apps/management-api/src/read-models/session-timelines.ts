import { Injectable } from '@nestjs/common';
import { type ListQuery, timelineEntry } from '@tessera/api-contracts';
import { pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { withCampaignNames } from '../campaigns/campaigns-named';
import { Projections } from './projections';
import type { TimelinePageDto } from './read-model.dto';
import { SessionLists } from './session-lists';

const page = z.object({
  totalResultSize: z.int(),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(timelineEntry),
});

/** What was decided about sessions, from their read model. */
@Injectable()
export class SessionTimelines {
  constructor(
    private readonly projections: Projections,
    private readonly sessions: SessionLists,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * @param id the number that Tessera gave, else the id that the integration chose
   * Throws ApiError 400 page.*, cursor.invalid; 404 session.not_found; 503.
   */
  async read(application: bigint, id: string, query: ListQuery): Promise<TimelinePageDto> {
    pageBounds(query);
    const session = (await this.sessions.numbered(application, id))?.integrationId ?? id;
    const path = `/applications/${application}/customer_sessions/${encodeURIComponent(session)}/timeline`;
    const answer = await this.projections.ask({ projection: 'session', path, application, query });
    const { data, ...found } = page.parse(answer);
    return { ...found, data: await withCampaignNames(this.dataSource.manager, data) };
  }
}
