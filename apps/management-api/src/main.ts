import 'reflect-metadata';
import { absentOperations } from '@tessera/api-contracts';
import { bootstrap } from '@tessera/service-kit';
import { AppModule } from './app.module';
import { prepareHttp } from './prepare-http';
import { settingsFrom } from './settings';

const settings = settingsFrom();
const absent = absentOperations('management');
void bootstrap({ service: 'management-api', module: AppModule.with(settings), settings, absent }, prepareHttp);
