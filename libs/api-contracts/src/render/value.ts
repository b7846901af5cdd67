import { type Attributes, isSealed, type SealedValue, type Value } from '@tessera/promotion';

export type Json = null | string | boolean | number | readonly Json[] | { readonly [name: string]: Json };

/** Renders a sealed value: who holds its key gives the opened value, who does not gives `undefined` and it is left out. */
export type RenderSealed = (sealed: SealedValue, attribute: string) => Json | undefined;

const leftOut: RenderSealed = () => undefined;

/** RFC 3339 in UTC. */
export const renderInstant = (at: bigint): string => new Date(Number(at)).toISOString();

/** A value as the APIs show it; longs and decimals become JSON numbers. */
export function renderValue(value: Exclude<Value, SealedValue>, sealed: RenderSealed = leftOut, name = ''): Json {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'decimal':
      return Number(`${value.unscaled}e${-value.scale}`);
    case 'instant':
      return renderInstant(value.at);
    case 'location':
      return { latitude: value.latitude, longitude: value.longitude };
    case 'list':
      return value.items.flatMap((item) => renderAny(item, sealed, name) ?? []);
    case 'map':
      return renderAttributes(value.entries, sealed);
  }
}

function renderAny(value: Value, sealed: RenderSealed, name: string): Json | undefined {
  return isSealed(value) ? sealed(value, name) : renderValue(value, sealed, name);
}

/** Attributes as the APIs show them; sealed ones that cannot be opened are absent. */
export function renderAttributes(attributes: Attributes, sealed: RenderSealed = leftOut): { [name: string]: Json } {
  const rendered = Object.entries(attributes).map(([name, value]) => [name, renderAny(value, sealed, name)] as const);
  return Object.fromEntries(rendered.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
