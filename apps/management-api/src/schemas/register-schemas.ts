import { registryAnswers } from '@tessera/event-contracts';
import { z } from 'zod';

const TIMEOUT_MS = 10_000;

const subjectVersion = z.object({ subject: z.string(), version: z.int(), id: z.int(), schema: z.string() });
type SubjectVersion = z.infer<typeof subjectVersion>;

/**
 * Registers the schemas of our topics in a registry of Confluent's kind, under the ids that stand in our records: its mode
 * IMPORT takes ids. What is there already is left alone.
 * Throws Error where the registry does not answer, or has another schema under one of the ids.
 */
export async function registerSchemas(registryUrl: string): Promise<void> {
  const base = registryUrl.replace(/\/$/, '');
  for (const wanted of subjectVersions()) {
    if (!(await isRegistered(base, wanted))) await register(base, wanted);
  }
}

function subjectVersions(): SubjectVersion[] {
  const versions = [...registryAnswers()].filter(([path]) => /^\/subjects\/[^/]+\/versions\/\d+$/.test(path));
  return versions.map(([, answer]) => subjectVersion.parse(answer));
}

async function isRegistered(base: string, { subject, version, id }: SubjectVersion): Promise<boolean> {
  const answer = await ask(`${base}/subjects/${subject}/versions/${version}`, 'GET');
  if (answer.status === 404) return false;
  const found = z.object({ id: z.int() }).parse(await answer.json());
  if (found.id === id) return true;
  throw new Error(`the schema registry has ${subject} version ${version} under the id ${found.id}, not ${id}`);
}

async function register(base: string, { subject, version, id, schema }: SubjectVersion): Promise<void> {
  await demand(`${base}/mode/${subject}?force=true`, 'PUT', { mode: 'IMPORT' });
  await demand(`${base}/subjects/${subject}/versions`, 'POST', { schemaType: 'AVRO', schema, id, version });
  await demand(`${base}/mode/${subject}?force=true`, 'PUT', { mode: 'READWRITE' });
}

async function demand(url: string, method: string, body: object): Promise<void> {
  const answer = await ask(url, method, body);
  if (answer.ok) return;
  throw new Error(`the schema registry refused ${method} ${url}: ${answer.status} ${await answer.text()}`);
}

function ask(url: string, method: string, body?: object): Promise<Response> {
  return fetch(url, {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
}
