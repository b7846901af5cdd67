import { requestKey } from '@tessera/event-contracts';
import { asPartitions, describeFold } from '@tessera/projection/testing';
import { season } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import { database } from './database';
import { fold } from './fold';
import { write } from './session.store';

const { databaseUrl } = services();

describeFold('session-projection', {
  database: database({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: uniqueName() }),
  write: (sql, records) => write(sql, fold(records)),
  tables: {
    erasure: 'profile_id',
    session: 'application, integration_id',
    timeline: 'application, session_id, position',
  },
  partitions: () => asPartitions(season(requestKey), 3),
});
