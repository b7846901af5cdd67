import { type DynamicModule, Module } from '@nestjs/common';
import { Lifecycle, ServiceTokens } from '@tessera/service-kit';
import { AudienceCatalog } from './audiences/audience-catalog';
import { AudienceMembers } from './audiences/audience-members';
import { ApiKeyGuard } from './auth/api-key.guard';
import { Activations } from './call/activations';
import { Answers } from './call/answers';
import { Instance } from './call/instance';
import { ProfileBatch } from './call/profile-batch';
import { Referrals } from './call/referrals';
import { Reservations } from './call/reservations';
import { Submissions } from './call/submissions';
import { CatalogFeed } from './catalog/catalog-feed';
import { AchievementsController } from './http/achievements.controller';
import { AudiencesController } from './http/audiences.controller';
import { ClosedSessionsController } from './http/closed-sessions.controller';
import { CouponReservationsController } from './http/coupon-reservations.controller';
import { CustomerDataController } from './http/customer-data.controller';
import { AdvancedEventsController } from './http/advanced-events.controller';
import { EventsController } from './http/events.controller';
import { IngestController } from './http/ingest.controller';
import { InventoryController } from './http/inventory.controller';
import { LegacyController } from './http/legacy.controller';
import { LoyaltyActivationsController } from './http/loyalty-activations.controller';
import { LoyaltyController } from './http/loyalty.controller';
import { ProfilesController } from './http/profiles.controller';
import { ReferralsController } from './http/referrals.controller';
import { SessionsController } from './http/sessions.controller';
import { Inbox } from './inbox/inbox';
import { IngestStreams } from './ingest/ingest-streams';
import { AchievementReads } from './reads/achievement-reads';
import { DryRuns } from './reads/dry-runs';
import { EventReads } from './reads/event-reads';
import { Inventories } from './reads/inventories';
import { InternalHttp } from './reads/internal-http';
import { ProjectionReads } from './reads/projection-reads';
import { RedemptionReads } from './reads/redemption-reads';
import { ReservedProfiles } from './reads/reserved-profiles';
import { LoyaltyReads } from './reads/loyalty-reads';
import { SessionReads } from './reads/session-reads';
import { Pending } from './replies/pending';
import { RecentTokens } from './replies/recent-tokens';
import { type Settings, SETTINGS } from './settings';
import { CodeAttempts } from './shed/code-attempts';
import { RateLimit } from './shed/rate-limit';

/** What the gateway stands on: the cluster's log in service, fakes in specs. */
export interface Edges {
  readonly inbox: Inbox;
  readonly catalog: CatalogFeed;
  /** Settled by whoever reads the replies. */
  readonly pending: Pending;
  readonly instance: Instance;
}

@Module({})
export class AppModule {
  static with(settings: Settings, edges: Edges): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        SessionsController,
        ClosedSessionsController,
        ProfilesController,
        AchievementsController,
        AudiencesController,
        AdvancedEventsController,
        EventsController,
        CustomerDataController,
        CouponReservationsController,
        InventoryController,
        ReferralsController,
        IngestController,
        LegacyController,
        LoyaltyController,
        LoyaltyActivationsController,
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Inbox, useValue: edges.inbox },
        { provide: CatalogFeed, useValue: edges.catalog },
        { provide: Pending, useValue: edges.pending },
        { provide: Instance, useValue: edges.instance },
        { provide: RecentTokens, useFactory: () => new RecentTokens() },
        {
          provide: InternalHttp,
          inject: [ServiceTokens, Lifecycle],
          useFactory: (tokens: ServiceTokens, lifecycle: Lifecycle) => {
            const http = new InternalHttp(tokens);
            lifecycle.onStop('pools', 'internal http', () => http.close());
            return http;
          },
        },
        AchievementReads,
        Activations,
        ApiKeyGuard,
        Answers,
        AudienceCatalog,
        AudienceMembers,
        CodeAttempts,
        DryRuns,
        IngestStreams,
        EventReads,
        Inventories,
        LoyaltyReads,
        ProfileBatch,
        ProjectionReads,
        RateLimit,
        RedemptionReads,
        Referrals,
        Reservations,
        ReservedProfiles,
        SessionReads,
        Submissions,
      ],
    };
  }
}
