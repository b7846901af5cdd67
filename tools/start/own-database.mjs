import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

async function withClient(databaseUrl, work) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Names go into statements as they are. */
function checked(name) {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`A cluster's name is a-z, 0-9 and _: not ${name}`);
  return name;
}

/** A database of its own for a cluster that shares a server with others; gives its URL. */
export async function createDatabase(databaseUrl, name) {
  await withClient(databaseUrl, (client) => client.query(`CREATE DATABASE ${checked(name)}`));
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Removes it, whoever is still connected. */
export const dropDatabase = (databaseUrl, name) =>
  withClient(databaseUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${checked(name)} WITH (FORCE)`));
