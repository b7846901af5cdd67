import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';

migrateService('session_projection', database, process.env);
