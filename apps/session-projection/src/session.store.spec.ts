import { describePurge } from '@tessera/projection/testing';
import { fold, type SessionRow } from './fold';
import { write } from './session.store';

const sessions = [{ profileId: 'anna' } as SessionRow];

describePurge('session-projection', (sql) => write(sql, { ...fold([]), sessions }), 1);
