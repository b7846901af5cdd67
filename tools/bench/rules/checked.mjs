import { matchesOf } from './workload.mjs';

/** Where a slow engine would take minutes, a few sessions stand for all. */
const FEW = 8;
const MANY_CAMPAIGNS = 1000;

/**
 * An engine set up for a workload, after it was seen to find the same campaigns as the workload's own judge.
 * @returns {Promise<{ evaluate: (session: number) => unknown[] | Promise<unknown[]>, matches: number }>} campaigns that match on average
 */
export async function checked(engine, operation, all) {
  const evaluate = (await import(`./${engine}.mjs`))[operation](all);
  const sessions = all.campaigns.length > MANY_CAMPAIGNS ? FEW : all.sessions.length;
  let matches = 0;
  for (let index = 0; index < sessions; index += 1) {
    const found = (await evaluate(index)).map(Number).sort((a, b) => a - b);
    const wanted = matchesOf(all, index);
    if (found.join() !== wanted.join())
      throw new Error(`${engine}, session ${index}: ${found.join()} instead of ${wanted.join()}`);
    matches += wanted.length;
  }
  return { evaluate, matches: matches / sessions };
}
