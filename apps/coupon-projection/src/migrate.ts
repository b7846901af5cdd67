import 'reflect-metadata';
import { migrateService } from '@tessera/projection';
import { database } from './database';

migrateService('coupon_projection', database, process.env);
