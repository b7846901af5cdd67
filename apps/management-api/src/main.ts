import 'reflect-metadata';
import { bootstrap } from '@tessera/service-kit';
import { AppModule } from './app.module';
import { settingsFrom } from './settings';

const settings = settingsFrom();
void bootstrap({ service: 'management-api', module: AppModule.with(settings), settings });
