/** What belongs to campaigns, by their ids. */
export function byCampaign<T extends { readonly campaign: bigint }>(
  all: Iterable<T>,
): ReadonlyMap<bigint, readonly T[]> {
  const grouped = new Map<bigint, T[]>();
  for (const one of all) {
    const own = grouped.get(one.campaign);
    if (own === undefined) grouped.set(one.campaign, [one]);
    else own.push(one);
  }
  return grouped;
}
