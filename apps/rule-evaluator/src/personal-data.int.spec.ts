import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decisions, integrationReplies, subjectKeys, unwrap, unseal } from '@tessera/event-contracts';
import { isSealed, type ProfileUpdateReceived } from '@tessera/promotion';
import { application, attribute, campaign, effect, rule, update } from '@tessera/promotion/testing';
import { eventually, services } from '@tessera/testing';
import { Client } from 'pg';
import { startService } from './testing/service';
import { TestBed } from './testing/test-bed';

const EMAIL = 'anna@example.com';

const greeting = rule('has(profile.attributes.email)', [
  effect('showNotification', {
    notificationType: 'Info',
    title: 'Hello',
    body: 'Hello {{ profile.attributes.email }}',
  }),
]);

function emailOf(profileId: string): ProfileUpdateReceived {
  return {
    kind: 'ProfileUpdateReceived',
    profileId,
    attributes: { email: EMAIL },
    runRuleEngine: false,
    joins: [],
    leaves: [],
    ends: [],
  };
}

describe('personal values', () => {
  let bed: TestBed;
  let app: NestFastifyApplication;
  let database: Client;

  beforeAll(async () => {
    bed = await TestBed.open([
      { kind: 'ApplicationSaved', entity: application() },
      attribute('CustomerProfile', 'email', 'string', { personal: true }),
      ...campaign(7n, [greeting]),
    ]);
    app = await startService(bed);
    database = new Client({ connectionString: services().databaseUrl, options: `-c search_path=${bed.name}` });
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await app.close();
    await bed.close();
  });

  const decisionOf = (requestId: string) =>
    eventually(() => bed.read(decisions).find((record) => record.requestId === requestId));

  it('are sealed in decisions, with a key that the topic of keys holds, and plain in the answer', async () => {
    const [sent = ''] = await bed.request([emailOf('anna')]);
    const { payload } = await decisionOf(sent);
    const changed = payload.events.find((event) => event.kind === 'ProfileChanged');
    const email = changed?.profile.attributes['email'];
    if (!email || !isSealed(email)) throw new Error('the email is not sealed');
    const key = await eventually(() => bed.read(subjectKeys).find((record) => record.payload.keyId === email.keyId));
    expect(key.payload.subject).toBe('p:anna');
    const masterKey = Buffer.from(bed.environment['TESSERA_MASTER_KEY'] ?? '', 'base64');
    const opened = unwrap(key.payload, masterKey);
    expect(unseal(email, () => opened.key, 'email')).toBe(EMAIL);
    const reply = await eventually(() => bed.read(integrationReplies).find(({ requestId }) => requestId === sent));
    expect(reply.payload.profile?.attributes['email']).toBe(EMAIL);
  });

  it('are sealed where a rule has rendered them', async () => {
    const [sent = ''] = await bed.request([update('s1', { profileId: 'anna' })]);
    const { payload } = await decisionOf(sent);
    const notification = payload.effects.find(({ type }) => type === 'showNotification');
    expect(notification?.props['body']).toMatchObject({ kind: 'sealed' });
    const bytes = bed.records(decisions.name).map(({ value }) => Buffer.from(value ?? []).toString('latin1'));
    expect(bytes.some((text) => text.includes(EMAIL))).toBe(false);
  });

  it('are forgotten by an erasure: the key has a tombstone, and no row holds them', async () => {
    const [sent = ''] = await bed.request([{ kind: 'ProfileErasureReceived', profileId: 'anna' }]);
    const { payload } = await decisionOf(sent);
    expect(payload.events.map(({ kind }) => kind)).toContain('ProfileErased');
    const { rows } = await database.query<{ key_id: string; wrapped: Buffer | null }>(
      'SELECT key_id, wrapped FROM subject_keys',
    );
    expect(rows.map(({ wrapped }) => wrapped)).toEqual([null]);
    const tombstone = await eventually(() => bed.records(subjectKeys.name).find(({ value }) => value === null));
    expect(Buffer.from(tombstone.key ?? []).toString()).toBe(rows[0]?.key_id);
    const { rows: states } = await database.query<{ bytes: Buffer | null }>('SELECT bytes FROM state');
    expect(states.some(({ bytes }) => bytes?.toString('latin1').includes(EMAIL))).toBe(false);
    const { rows: sessions } = await database.query('SELECT 1 FROM session WHERE bytes IS NOT NULL');
    expect(sessions).toEqual([]);
  });

  it('get a new key when the person comes back', async () => {
    const [sent = ''] = await bed.request([emailOf('anna')]);
    await decisionOf(sent);
    const { rows } = await database.query<{ wrapped: Buffer | null }>(
      'SELECT wrapped FROM subject_keys ORDER BY position',
    );
    expect(rows.map(({ wrapped }) => wrapped === null)).toEqual([true, false]);
  });
});
