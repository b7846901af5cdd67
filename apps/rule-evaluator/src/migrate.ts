import 'reflect-metadata';
import { migrate } from '@tessera/postgres';
import { databaseSettings, loadSettings } from '@tessera/service-kit';
import { databaseOf } from './database';

async function main(): Promise<void> {
  const ran = await migrate(databaseOf(loadSettings(databaseSettings('rule_evaluator'), process.env)));
  process.stdout.write(`rule-evaluator: ${ran.length === 0 ? 'the schema is current' : ran.join(', ')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`rule-evaluator: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
