import 'reflect-metadata';
import { bootstrap } from '@tessera/service-kit';
import { AppModule, consumeInbox } from './app.module';
import { readSettings } from './settings';

const settings = readSettings(process.env);
void bootstrap({ service: 'rule-evaluator', settings, module: AppModule.with(settings) }, consumeInbox(settings));
