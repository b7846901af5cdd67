import type { DynamicModule } from '@nestjs/common';
import { ProjectionModule, type ProjectionSettings } from '@tessera/projection';
import { database } from './database';
import { fold } from './fold';
import { CouponController, FriendController, ReferralController, ReservationController } from './coupon.controller';
import { CouponQueries } from './coupon.queries';
import { write } from './coupon.store';
import { FriendQueries } from './friend.queries';
import { GiveawayController } from './giveaway.controller';
import { GiveawayQueries } from './giveaway.queries';

/** decisions.v1 → rows → query API. */
export function appModule(settings: ProjectionSettings): DynamicModule {
  return ProjectionModule.with({
    settings,
    database: database(settings),
    write: (sql, records) => write(sql, fold(records)),
    controllers: [CouponController, FriendController, GiveawayController, ReferralController, ReservationController],
    providers: [CouponQueries, FriendQueries, GiveawayQueries],
  });
}
