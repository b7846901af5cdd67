import { readFileSync } from 'node:fs';

/** Resident megabytes of a process. */
export const rssOf = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/** Resident megabytes of each service, now. */
export const snapshot = (cluster) => new Map(cluster.processes.map(({ name, pid }) => [name, rssOf(pid)]));

const shown = (label, rss) => `${label}: ${[...rss].map(([name, mb]) => `${name} ${mb}`).join(', ')} MB`;

/** At rest, then after a stream that keeps every service busy. */
export async function bench({ cluster, store, sizes }) {
  const { stream } = await import('./ingest.mjs');
  const rest = snapshot(cluster);
  await stream({ cluster, store, lines: Math.min(sizes.lines, 20_000), run: `memory-${Date.now()}` });
  return [shown('at rest', rest), shown('after load', snapshot(cluster))];
}
