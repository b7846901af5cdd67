import type { Attributes, Value } from '../value';
import { isTagged, type TaggedValue } from './kind';

/** Whether two values are one value: by content, lists in order, maps and attributes in any order. */
export function sameValue(left: Value, right: Value): boolean {
  if (isTagged(left) && isTagged(right)) return sameTagged(left, right);
  return Object.is(left, right);
}

function sameTagged(left: TaggedValue, right: TaggedValue): boolean {
  return valueText(left) === valueText(right);
}

/** A text that equal values share and different values do not; for comparing, not for people. */
export function valueText(value: Value): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  if (!isTagged(value)) return JSON.stringify(value);
  switch (value.kind) {
    case 'decimal':
      return `decimal(${value.unscaled},${value.scale})`;
    case 'instant':
      return `instant(${value.at})`;
    case 'location':
      return `location(${value.latitude},${value.longitude})`;
    case 'list':
      return `[${value.items.map(valueText).join(',')}]`;
    case 'map':
      return attributesText(value.entries);
    case 'sealed':
      return `sealed(${value.keyId},${Array.from(value.nonce).join('.')},${Array.from(value.bytes).join('.')})`;
  }
}

export function attributesText(attributes: Attributes): string {
  const names = Object.keys(attributes).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${valueText(attributes[name] ?? null)}`).join(',')}}`;
}
