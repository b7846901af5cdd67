import { requestKey } from '@tessera/event-contracts';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import { season } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { fold } from './fold';
import { write } from './profile.store';

const { databaseUrl } = services();

describeFold('profile-projection', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: {
    erasure: 'profile_id',
    profile: 'integration_id',
    activity: 'application, profile_id',
    ledger: 'program, profile_id',
    ledger_entry: 'id',
  },
  partitions: () => asPartitions(season(requestKey), 3),
});
