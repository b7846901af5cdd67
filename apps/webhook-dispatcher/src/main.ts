import 'reflect-metadata';
import { bootstrap } from '@tessera/service-kit';
import { AppModule, SERVICE } from './app.module';
import { consume } from './consume';
import { environment, settingsFrom } from './settings';

const settings = settingsFrom(environment());
void bootstrap({ service: SERVICE, settings, module: AppModule.with(settings) }, consume(settings));
