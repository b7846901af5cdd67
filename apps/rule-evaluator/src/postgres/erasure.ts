import type { Erasure } from '../ports';
import type { Connection, Statement } from './connection';

const forgetSessions: Statement = {
  name: 'forget_sessions',
  text: 'DELETE FROM session WHERE owner = $1 AND version < $2 RETURNING application, id',
};

const forgetClosed: Statement = {
  name: 'forget_closed',
  text: 'DELETE FROM closed_session WHERE profile = $1 AND position < $2',
};
const forgetEvents: Statement = {
  name: 'forget_events',
  text: 'DELETE FROM custom_event WHERE profile = $1 AND position < $2',
};

/** The row stays as the tombstone that the relay publishes; without the wrapped key nothing opens any more. */
const eraseKeys: Statement = {
  name: 'erase_keys',
  text: `UPDATE subject_keys SET wrapped = NULL, position = $2, published = false
    WHERE subject = ANY ($1::text[]) AND wrapped IS NOT NULL`,
};

/**
 * Forgets a person, in the transaction of the decision that says so: sessions, history, data keys, as far as they are
 * older than the decision. The profile's own row is written by the decision. Answers kept for idempotency and outbox rows go with their time.
 */
export async function eraseProfile(connection: Connection, { profile, position }: Erasure): Promise<void> {
  const sessions = await connection.query<{ application: string; id: string }>(forgetSessions, [profile, position]);
  await connection.query(forgetClosed, [profile, position]);
  await connection.query(forgetEvents, [profile, position]);
  const own = sessions.map(({ application, id }) => `${application}:s:${id}`);
  await connection.query(eraseKeys, [[`p:${profile}`, ...own], position]);
}
