import {
  type Json,
  renderCampaign,
  renderInstant,
  renderLimit,
  renderPoints,
  renderValue,
} from '@tessera/api-contracts';
import { type CatalogChange, isSealed, type SealedValue, type Value } from '@tessera/promotion';

const INSTANTS = ['created', 'modified', 'updated', 'expires', 'tierCycleStartDate'];

/**
 * The state of an entity after a change, for people to read; undefined: it is gone. Bytes are hashes and sealed values are
 * secrets, so neither is ever shown.
 */
export function shownState(change: CatalogChange, currency: string): Json | undefined {
  switch (change.kind) {
    case 'CampaignSaved':
      return renderCampaign(change.entity, currency);
    case 'ApplicationSaved': {
      const limits = change.entity.limits.map((limit) => renderLimit(limit, currency));
      return { ...shownObject(change.entity), limits };
    }
    case 'CollectionItemsImported':
      return { chunk: change.chunk, chunks: change.chunks, items: change.items.length };
    case 'LoyaltyProgramSaved': {
      const tiers = change.entity.tiers.map(({ name, minPoints }) => ({ name, minPoints: renderPoints(minPoints) }));
      return { ...shownObject(change.entity), tiers };
    }
    default:
      return 'entity' in change ? shownObject(change.entity) : undefined;
  }
}

function shown(value: unknown, name = ''): Json | undefined {
  if (typeof value === 'bigint') return INSTANTS.includes(name) ? renderInstant(value) : Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return value;
  if (Array.isArray(value)) return value.flatMap((item: unknown) => shown(item, name) ?? []);
  if (typeof value !== 'object' || value instanceof Uint8Array || isSealed(value)) return undefined;
  return isValue(value) ? renderValue(value) : shownObject(value);
}

type ValueObject = Exclude<Extract<Value, object>, SealedValue>;

const VALUES: readonly unknown[] = ['decimal', 'instant', 'location', 'list', 'map'];

const isValue = (value: object): value is ValueObject => 'kind' in value && VALUES.includes(value.kind);

/** Without what must not be shown. */
function shownObject(value: object): { [name: string]: Json } {
  const entries = Object.entries(value).map(([name, part]) => [name, shown(part, name)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
