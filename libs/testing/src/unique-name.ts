import { randomBytes } from 'node:crypto';

/** A name no other spec uses (`t` and 12 hex digits): prefix of topics and groups, name of the schema. */
export function uniqueName(): string {
  return `t${randomBytes(6).toString('hex')}`;
}
