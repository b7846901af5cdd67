import { Injectable } from '@nestjs/common';
import type { ApplicationSession, SessionQuery } from '@tessera/api-contracts';
import { COUNT_LIMIT } from '@tessera/postgres';
import { z } from 'zod';
import { type Profile, Profiles } from '../customers/profiles';
import { discountsOf, type ExportedSession, exportedSession, sumOf } from '../exports/session-row';
import { Projections } from './projections';
import type { SessionPageDto } from './read-model.dto';

const page = z.object({
  totalResultSize: z.int().default(COUNT_LIMIT),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(exportedSession),
});
const stored = z.object({
  customerSession: exportedSession.omit({ effects: true }),
  effects: exportedSession.shape.effects,
});

/** Sessions of an application, from their read model, with the numbers of their profiles from theirs. */
@Injectable()
export class SessionLists {
  constructor(
    private readonly projections: Projections,
    private readonly profiles: Profiles,
  ) {}

  /** Throws ApiError 400 page.*, cursor.invalid; 503. */
  async list(application: bigint, query: SessionQuery & { id?: string }): Promise<SessionPageDto> {
    const path = `/applications/${application}/customer_sessions`;
    const question = { projection: 'session', path, application, query: { ...query, effects: 'true' } } as const;
    const { data, ...found } = page.parse(await this.projections.ask(question));
    return { ...found, data: await this.shown(application, data) };
  }

  /** By the number that Tessera gave, else by the id that the integration chose. Throws ApiError 404, 503. */
  async one(application: bigint, id: string): Promise<ApplicationSession> {
    return (await this.numbered(application, id)) ?? this.named(application, id);
  }

  /** By the number that Tessera gave; undefined: the id is none, or of no session. Throws ApiError 503. */
  async numbered(application: bigint, id: string): Promise<ApplicationSession | undefined> {
    if (!/^[1-9]\d{0,15}$/.test(id)) return undefined;
    const { data } = await this.list(application, { id, pageSize: '1' });
    return data[0];
  }

  private async named(application: bigint, id: string): Promise<ApplicationSession> {
    const path = `/applications/${application}/customer_sessions/${encodeURIComponent(id)}`;
    const { customerSession, effects } = stored.parse(
      await this.projections.ask({ projection: 'session', path, application }),
    );
    const known = await this.profiles.named(application, [customerSession.profileId]);
    return showSession({ ...customerSession, effects }, known.get(customerSession.profileId));
  }

  private async shown(application: bigint, sessions: readonly ExportedSession[]): Promise<ApplicationSession[]> {
    const ids = sessions.map(({ profileId }) => profileId);
    const known = await this.profiles.named(application, ids);
    return sessions.map((session) => showSession(session, known.get(session.profileId)));
  }
}

function showSession(session: ExportedSession, profile: Profile | undefined): ApplicationSession {
  const { effects, profileId: profileIntegrationId, ...same } = session;
  const discounts = discountsOf({ effects });
  return {
    ...same,
    ...(profile && { profileId: profile.id }),
    ...{ profileIntegrationId, profileintegrationid: profileIntegrationId },
    ...{ coupon: session.couponCodes[0] ?? '', referral: session.referralCode, discounts },
    totalDiscounts: sumOf(Object.values(discounts)),
  };
}
