import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The rows of one of the files under data/. */
export function rowsOf(name) {
  const bytes = gunzipSync(readFileSync(new URL(`data/${name}.ndjson.gz`, import.meta.url)));
  return bytes
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

export const codesOf = (basket) => [
  ...(basket.couponCodes ?? []),
  ...(basket.synthetic ? [basket.synthetic.code] : []),
];

/** Every basket that tries a coupon, and every fourth of the others: small enough to check in a minute. */
export function bounded(baskets) {
  return baskets.filter((basket, index) => codesOf(basket).length > 0 || index % 4 === 0);
}
