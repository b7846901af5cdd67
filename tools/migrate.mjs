// Brings the schemas of all services up to date: the one-shot `migrate` of docker-compose.yml. DATABASE_URL.
import { SERVICES } from './services.mjs';
import { migrate } from './start/migrations.mjs';

if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL must name a database.');
const schemas = Object.fromEntries(SERVICES.map(({ name, schema }) => [name, schema]));
await migrate(Object.keys(schemas), (name) => ({ ...process.env, DATABASE_SCHEMA: schemas[name] }));
