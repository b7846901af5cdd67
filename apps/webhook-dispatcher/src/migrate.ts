import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';
import { environment } from './settings';

migrateService('webhook_dispatcher', database, environment());
