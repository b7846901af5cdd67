import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';

migrateService('profile_projection', database, process.env);
