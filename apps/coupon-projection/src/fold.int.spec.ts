import { requestKey } from '@tessera/event-contracts';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import { season } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { fold } from './fold';
import { write } from './coupon.store';

const { databaseUrl } = services();

describeFold('coupon-projection', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: {
    erasure: 'profile_id',
    coupon: 'application, id',
    redemption: 'application, coupon_id, position',
    reservation: 'application, coupon_id, profile_id',
  },
  partitions: () => asPartitions(season(requestKey), 3),
});
