import { requestKey } from '@tessera/event-contracts';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import { limit, season } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { fold } from './fold';
import { write } from './store';

/** Wide enough to change nothing but what is counted. */
const LIMITS = [
  limit('setDiscount', 1_000_000n, [], 'monthly'),
  limit('setDiscount', 1_000_000n, ['Profile']),
  limit('setDiscountEffect', 1_000n, ['Coupon', 'Session'], 'daily'),
];

const { databaseUrl } = services();

describeFold('campaign-projection', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: {
    erasure: 'profile_id',
    counter: 'application, campaign, name, partition',
    course: 'application, campaign, quarter, name, partition',
    budget: 'application, campaign, spender, action, period',
    budget_course: 'application, campaign, quarter, name, partition',
    event: 'application, id',
    profile: 'integration_id',
  },
  partitions: () => asPartitions(season(requestKey, LIMITS), 3),
});
