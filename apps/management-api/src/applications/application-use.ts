import { Injectable } from '@nestjs/common';
import type { ApplicationHealth } from '@tessera/api-contracts';
import { z } from 'zod';
import { Projections } from '../read-models/projections';
import type { ApplicationEntity } from './application.entity';

const newest = z.object({ data: z.array(z.object({ created: z.string() })) });

/** Whether an application is in use, as its newest session tells. */
@Injectable()
export class ApplicationUse {
  constructor(private readonly projections: Projections) {}

  /** NONE where no session was ever sent; `lastUsed` is then when the application was created. Throws ApiError 503. */
  async of({ id, created }: ApplicationEntity): Promise<ApplicationHealth> {
    const answer = await this.projections.ask({
      projection: 'session',
      path: `/applications/${id}/customer_sessions`,
      application: id,
      query: { pageSize: '1', sort: '-created' },
    });
    const [session] = newest.parse(answer).data;
    if (!session) return { summary: 'NONE', lastUsed: created.toISOString() };
    return { summary: 'OK', lastUsed: session.created };
  }
}
