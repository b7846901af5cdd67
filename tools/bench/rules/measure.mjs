// One engine on one workload, in a process of its own: node measure.mjs <engine> <operation> <workload> <how many>
import { checked } from './checked.mjs';
import * as workloads from './workload.mjs';

const [WARM_UP_MS, WINDOW_MS, WINDOWS] = [600, 250, 8];

const [engine, operation, workload, count] = process.argv.slice(2);
const all = workloads[workload](Number(count));
const { evaluate, matches } = await checked(engine, operation, all);

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

let next = 0;
/** Evaluations per second of processor time: what a core does, whatever else it has to do. */
async function window(ms) {
  const start = cpuMs();
  let done = 0;
  for (let spent = 0; spent < ms; spent = cpuMs() - start) {
    for (const until = performance.now() + ms / 25; performance.now() < until; done += 1) {
      const result = evaluate(next++ % all.sessions.length);
      if (result instanceof Promise) await result;
    }
  }
  return (1000 * done) / (cpuMs() - start);
}

await window(WARM_UP_MS);
const rates = [];
for (let index = 0; index < WINDOWS; index += 1) rates.push(await window(WINDOW_MS));
// The best one: what disturbs, a neighbour in the caches above all, only ever slows down.
process.stdout.write(JSON.stringify({ rate: Math.max(...rates), matches }));
