import { catalogEvents } from '@tessera/event-contracts';
import type { CatalogChange } from '@tessera/promotion';
import { instantOf } from './instants';

/** What a record of the catalog log says. */
export interface CatalogEntry {
  readonly version: bigint;
  readonly change: CatalogChange;
  readonly scope: { readonly application: bigint; readonly currency: string };
  readonly userId: bigint;
  readonly requestId: string;
  readonly at: Date;
}

/** The value of the record in catalog.events.v1. Its sequence is the catalog's version. */
export function encodeCatalogEntry({ version, change, scope, userId, requestId, at }: CatalogEntry): Buffer {
  const { application, currency } = scope;
  const bytes = catalogEvents.toWire({
    id: version.toString(),
    src: 'management-api',
    seq: version,
    requestId,
    application,
    at: instantOf(at),
    recordedAt: instantOf(at),
    catalogVersion: version,
    currency,
    actor: { userId, requestId },
    payload: change,
  });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
