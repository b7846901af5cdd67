import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';

migrateService('campaign_projection', database, process.env);
