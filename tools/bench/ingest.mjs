import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { rowsOf } from '../../examples/grocer/data.mjs';
import { updatesOf } from '../../examples/grocer/replay.mjs';
import { rssOf } from './memory.mjs';

const SHOWN_EVERY = 100_000;

/** Lines of real baskets, endless; every round under other session ids. */
function* lines(count, run) {
  const baskets = rowsOf('baskets');
  for (let sent = 0, round = 0; sent < count; round += 1) {
    for (const basket of baskets) {
      for (const body of updatesOf(basket)) {
        if (sent >= count) return;
        sent += 1;
        yield `${JSON.stringify({ type: 'session', id: `${run}-${round}-${basket.id}`, body: { ...body, occurredAt: basket.at } })}\n`;
      }
    }
  }
}

/** Writes all lines into a request and ends it, no faster than it takes them. */
export async function feed(call, lines) {
  for (const line of lines) {
    if (call.write(line)) continue;
    await once(call, 'drain');
    // An empty socket drains at once, again and again: without a turn, nothing else of this process goes on meanwhile.
    await turn();
  }
  call.end();
}

/**
 * Streams lines in and reads the summaries until all are decided.
 * @param {(received: number) => void} [progress] told with each summary
 */
export async function stream({ cluster, store, lines: count, run, progress = () => undefined }) {
  const call = request(`${cluster.urls['ingestion-gateway']}/v1/ingest`, {
    method: 'POST',
    headers: { authorization: `ApiKey-v1 ${store.key}`, 'content-type': 'application/x-ndjson' },
  });
  const begin = performance.now();
  const answered = once(call, 'response').then(([answer]) => lastSummary(answer, progress));
  await feed(call, lines(count, run));
  const summary = await answered;
  return { summary, seconds: (performance.now() - begin) / 1000 };
}

async function lastSummary(answer, progress) {
  if (answer.statusCode !== 200) throw new Error(`ingest: ${answer.statusCode}`);
  let summary = { received: 0, decided: 0, failed: 0 };
  for await (const line of createInterface({ input: answer })) {
    const row = JSON.parse(line);
    if (row.summary) progress((summary = row.summary));
  }
  return summary;
}

export async function bench({ cluster, store, sizes, say }) {
  const { pid } = cluster.process('ingestion-gateway');
  const rss = [];
  let shown = 0;
  const progress = ({ decided }) => {
    rss.push(rssOf(pid));
    if (decided < shown + SHOWN_EVERY) return;
    shown = decided;
    say(`  ${decided} decided, gateway ${rss.at(-1)} MB`);
  };
  const { summary, seconds } = await stream({
    cluster,
    store,
    lines: sizes.lines,
    run: `ingest-${Date.now()}`,
    progress,
  });
  const half = Math.floor(rss.length / 2);
  return [
    `${summary.received} lines received, ${summary.decided} decided, ${summary.failed} failed`,
    `until decided  ${(sizes.lines / seconds).toFixed(0)} lines/s`,
    `gateway RSS    at most ${Math.max(...rss.slice(0, half))} MB in the first half, ${Math.max(...rss.slice(half))} MB in the second`,
  ];
}
