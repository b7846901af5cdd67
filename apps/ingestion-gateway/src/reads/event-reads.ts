import { Injectable } from '@nestjs/common';
import { type AdvancedEvent, advancedEvent } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { eventEntity } from '../call/submissions';
import { normalId } from '../convert/id';
import { ProjectionReads } from './projection-reads';

export interface FoundEvent {
  readonly event: AdvancedEvent;
  readonly stale: boolean;
}

/** Events by the ids that their senders gave them. */
@Injectable()
export class EventReads {
  constructor(private readonly reads: ProjectionReads) {}

  /** Throws ApiError 404 event.not_found; 503. */
  async one(caller: Caller, id: string): Promise<FoundEvent> {
    const { id: application } = caller.application;
    const found = await this.reads.ask(caller, {
      projection: 'CAMPAIGN_PROJECTION_URL',
      path: `/applications/${application}/events/named/${encodeURIComponent(normalId(id))}`,
      entity: eventEntity(application, normalId(id)),
    });
    if (found === undefined) throw ApiError.notFound('event.not_found', 'There is no event of this id');
    return { event: advancedEvent.parse(found.body), stale: found.stale };
  }
}
