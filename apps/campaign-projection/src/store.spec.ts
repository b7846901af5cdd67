import { describePurge } from '@tessera/projection/testing';
import type { EventRow } from './events';
import { fold } from './fold';
import { write } from './store';

const events = [{ profileId: 'anna' } as EventRow];

describePurge('campaign-projection', (sql) => write(sql, { ...fold([]), events }), 2);
