import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';

migrateService('webhook_dispatcher', database, process.env);
