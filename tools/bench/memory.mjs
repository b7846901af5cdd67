import { readFileSync } from 'node:fs';

/** Resident megabytes of a process. */
export const rssOf = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/** Resident megabytes of each service, now. */
export const snapshot = (cluster) => new Map(cluster.processes.map(({ name, pid }) => [name, rssOf(pid)]));

const shown = (label, rss) => `${label}: ${[...rss].map(([name, mb]) => `${name} ${mb}`).join(', ')} MB`;

const higher = (one, other) => new Map([...one].map(([name, mb]) => [name, Math.max(mb, other.get(name))]));

/** At rest, then the most that each has while a stream keeps all of them busy. */
export async function bench({ cluster, store, sizes }) {
  const { stream } = await import('./ingest.mjs');
  const rest = snapshot(cluster);
  let most = rest;
  const progress = () => (most = higher(most, snapshot(cluster)));
  await stream({ cluster, store, lines: Math.min(sizes.lines, 20_000), run: `memory-${Date.now()}`, progress });
  return [shown('at rest', rest), shown('under load, at most', most)];
}
