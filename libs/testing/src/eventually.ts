import { inspect } from 'node:util';

const EVERY_MS = 25;

/**
 * Asks again until the probe answers.
 * @param probe answers undefined, or throws, as long as it is not so yet; an `expect` in it is fine
 * @param timeoutMs how long to ask; a busy machine takes its time, and who has an answer does not wait
 * @returns the probe's answer
 * @throws Error naming the time, the number of tries and the last answer or error
 */
export async function eventually<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(probe);
    if (outcome.answer !== undefined) return outcome.answer;
    if (Date.now() > deadline) throw timedOut(timeoutMs, tries, outcome.error);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/**
 * Asks again until the answer satisfies the predicate; the last answer stands in the message when it never does.
 * @throws Error as `eventually`
 */
export function eventuallyMeets<T>(
  probe: () => Promise<T> | T,
  satisfied: (answer: T) => boolean,
  timeoutMs?: number,
): Promise<T> {
  return eventually(async () => {
    const answer = await probe();
    if (!satisfied(answer)) throw new Error(`last answer: ${inspect(answer, { depth: 6 })}`);
    return answer;
  }, timeoutMs);
}

interface Outcome<T> {
  readonly answer?: T | undefined;
  readonly error?: unknown;
}

async function attempt<T>(probe: () => Promise<T | undefined> | T | undefined): Promise<Outcome<T>> {
  try {
    return { answer: await probe() };
  } catch (error) {
    return { error };
  }
}

function timedOut(timeoutMs: number, tries: number, cause: unknown): Error {
  const last =
    cause === undefined ? 'the probe answered undefined' : cause instanceof Error ? cause.message : inspect(cause);
  return new Error(`not within ${timeoutMs} ms (${tries} tries): ${last}`, { cause });
}
