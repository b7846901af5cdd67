import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { registryAnswers } from './registry-answers';
import {
  catalogRecord,
  deadLetterRecord,
  decisionRecord,
  effectRecord,
  inboxRecord,
  replyRecord,
  subjectKeyRecord,
} from './samples.fixture';
import {
  catalogEvents,
  deadLetters,
  decisions,
  effects,
  integrationEvents,
  integrationReplies,
  subjectKeys,
} from './topics';

const answers = registryAnswers();

/** A registry that knows nothing but our static answers. */
function serve(): Server {
  return createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(answer ?? { error_code: 404, message: 'not found' }));
  }).listen(0, '127.0.0.1');
}

describe('a reader that knows only Confluent and Avro', () => {
  let server: Server;
  let registry: SchemaRegistry;

  beforeAll(async () => {
    server = serve();
    await new Promise((resolve) => server.once('listening', resolve));
    registry = new SchemaRegistry({ host: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each<[string, Uint8Array, object]>([
    ['requests', integrationEvents.toWire(inboxRecord), { payload: { sessionId: 'cart-1', state: 'open' } }],
    [
      'replies',
      integrationReplies.toWire(replyRecord),
      { payload: { status: 200, decision: { outcome: 'accepted' } } },
    ],
    ['decisions', decisions.toWire(decisionRecord), { source: { partition: 2 }, payload: { outcome: 'accepted' } }],
    ['effects', effects.toWire(effectRecord), { payload: { effect: { props: { value: { value: { long: 398 } } } } } }],
    ['the catalog', catalogEvents.toWire(catalogRecord), { actor: { userId: 1 } }],
    ['keys', subjectKeys.toWire(subjectKeyRecord), { payload: { subject: 'p:anna' } }],
    ['dead letters', deadLetters.toWire(deadLetterRecord), { payload: { reason: 'avro.decode' } }],
  ])('reads %s', async (_, bytes, expected) => {
    const record = (await registry.decode(Buffer.from(bytes))) as { payload: object };
    expect(record).toMatchObject({ id: '42', requestId: 'req-1', currency: 'EUR' });
    expect(unwrapped(record, expected)).toMatchObject(expected);
  });

  it('finds the newest schema of a topic', async () => {
    await expect(registry.getLatestSchemaId('decisions.v1-value')).resolves.toBe(10);
  });
});

/** avsc wraps the branch of an ambiguous union in an object with its name, as JSON of Avro does. */
function unwrapped(record: { payload: object }, expected: object): object {
  const wanted = Object.keys((expected as { payload?: object }).payload ?? {});
  const [only] = Object.values(record.payload) as [object];
  return wanted.some((name) => name in record.payload) ? record : { ...record, payload: only };
}

describe('the static answers', () => {
  it('are those of the read API', () => {
    expect(answers.get('/subjects')).toContain('integration.events.v1-value');
    expect(answers.get('/subjects/effects.v1-value/versions')).toEqual([1]);
    expect(answers.get('/subjects/effects.v1-value/versions/latest')).toMatchObject({ version: 1, id: 4 });
    expect(answers.get('/subjects/effects.v1-value/versions/1')).toEqual(
      answers.get('/subjects/effects.v1-value/versions/latest'),
    );
    expect(answers.get('/schemas/ids/1/versions')).toEqual([
      { subject: 'integration.events.v1-value', version: 1 },
      { subject: 'bulk.events.v1-value', version: 1 },
    ]);
    expect(answers.get('/schemas/ids/99')).toBeUndefined();
  });
});
