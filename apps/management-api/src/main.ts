import 'reflect-metadata';
import { bootstrap } from '@tessera/service-kit';
import { AppModule } from './app.module';
import { acceptUploads } from './imports/uploads';
import { settingsFrom } from './settings';

const settings = settingsFrom();
void bootstrap({ service: 'management-api', module: AppModule.with(settings), settings }, acceptUploads);
