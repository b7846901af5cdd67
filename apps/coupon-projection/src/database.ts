import type { DatabasePlace, DatabaseSettings } from '@tessera/postgres';
import { CouponEntity } from './coupon.entity';
import { GiveawayEntity } from './giveaway.entity';
import { OpeningEntity } from './opening.entity';
import { RedemptionEntity } from './redemption.entity';
import { ReservationEntity } from './reservation.entity';
import { ErasureEntity } from '@tessera/projection';
import { Attributes1764300000000 } from './migrations/1764300000000-attributes';
import { Referrals1764330000000 } from './migrations/1764330000000-referrals';
import { Reservations1764320000000 } from './migrations/1764320000000-reservations';
import { ReadModel1763900000000 } from './migrations/1763900000000-read-model';
import { Giveaways1764340000000 } from './migrations/1764340000000-giveaways';
import { Openings1764350000000 } from './migrations/1764350000000-openings';
import { GiveawayDates1764360000000 } from './migrations/1764360000000-giveaway-dates';

/** This service's schema: its entities and their migrations. */
export function database(place: DatabasePlace): DatabaseSettings {
  return {
    url: place.DATABASE_URL,
    schema: place.DATABASE_SCHEMA,
    applicationName: 'coupon-projection',
    entities: [CouponEntity, ErasureEntity, GiveawayEntity, OpeningEntity, RedemptionEntity, ReservationEntity],
    migrations: [
      ReadModel1763900000000,
      Attributes1764300000000,
      Reservations1764320000000,
      Referrals1764330000000,
      Giveaways1764340000000,
      Openings1764350000000,
      GiveawayDates1764360000000,
    ],
  };
}
