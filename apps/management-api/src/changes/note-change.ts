import type { Actor } from '../auth/actor';
import { ChangeEntity } from './change.entity';
import type { EntityManager } from 'typeorm';

/** What the catalog log does not have. */
export interface Noted {
  readonly at: Date;
  /** 0n, or left out: the account's. */
  readonly application?: bigint;
  /** The path of the entity, below /v1. */
  readonly entity: string;
  /** As the API shows it: without secrets. Left out where there was, or is, nothing. */
  readonly old?: object;
  readonly new?: object;
}

/** Who does it: nobody where the service does it itself. */
export type By = Pick<Actor, 'userId' | 'requestId'>;

export const THE_SERVICE: By = { userId: 0n, requestId: '' };

/** Notes a change in the transaction that makes it. @returns the number of the note */
export async function noteChange(manager: EntityManager, { userId, requestId }: By, noted: Noted): Promise<string> {
  const { at, application = 0n, entity } = noted;
  const states = { old: storable(noted.old), new: storable(noted.new) };
  const by = { actor: userId, requestId, version: null };
  const row = await manager.save(
    ChangeEntity,
    manager.create(ChangeEntity, { at, application, entity, ...by, ...states }),
  );
  return row.id;
}

/** Of many people a number is enough. */
const COUNTED = ['recipientsIntegrationIds'];

/** JSON that the database takes, which knows no NUL. */
export function storable(state: object | undefined): unknown {
  if (state === undefined) return null;
  return JSON.parse(
    JSON.stringify(state, (name, value: unknown) => {
      if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
      return COUNTED.includes(name) && Array.isArray(value) ? value.length : value;
    }),
  ) as unknown;
}
