import 'reflect-metadata';
import { bootstrap, loadSettings } from '@tessera/service-kit';
import { AppModule } from './app.module';
import { settingsShape } from './settings';

const settings = loadSettings(settingsShape, process.env);
void bootstrap({ service: 'management-api', module: AppModule.with(settings), settings });
