import 'reflect-metadata';
import { consumeDecisions } from '@tessera/projection';
import { bootstrap } from '@tessera/service-kit';
import { appModule } from './app.module';
import { settingsFrom } from './settings';

const service = 'campaign-projection';
const settings = settingsFrom(process.env);
void bootstrap({ service, settings, module: appModule(settings) }, consumeDecisions(service, settings));
