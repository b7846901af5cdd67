import { describePurge } from '@tessera/projection/testing';
import { fold, type ProfileRow } from './fold';
import { write } from './profile.store';

const profiles = [{ integrationId: 'anna' } as ProfileRow];

describePurge('profile-projection', (sql) => write(sql, { ...fold([]), profiles }), 1);
