import { ApiError } from '@tessera/service-kit';
import { LessThan } from 'typeorm';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { AnsweredCallEntity } from './answered-call.entity';

/** A call that an integration may send again under its key. */
export type KeyedCall = Pick<AnsweredCallEntity, 'application' | 'key' | 'hash'>;

const KEPT_MS = 24 * 3_600_000;

/**
 * Writes once under a key: for 24 hours the same call again gets the first answer and changes nothing. What was refused
 * changed nothing, so it may be tried again.
 * @param call null: no key was sent
 * Throws what `work` throws; ApiError 422 idempotency.mismatch where the key was used for another call.
 */
export async function answeredOnce<T>(
  { manager, now }: CatalogTransaction,
  call: KeyedCall | null,
  work: () => Promise<T>,
): Promise<T> {
  if (call === null) return work();
  const { application, key, hash } = call;
  await manager.delete(AnsweredCallEntity, { at: LessThan(new Date(now.getTime() - KEPT_MS)) });
  const before = await manager.findOneBy(AnsweredCallEntity, { application, key });
  if (before?.hash.equals(hash) === false) throw mismatch();
  if (before !== null) return before.answer as T;
  const answer = await work();
  await manager.save(manager.create(AnsweredCallEntity, { application, key, hash, answer: answer ?? null, at: now }));
  return answer;
}

function mismatch(): ApiError {
  return ApiError.of(422, 'idempotency.mismatch', 'The Idempotency-Key was used for another request');
}
