import type { ExecutionContext } from '@nestjs/common';
import { defer, firstValueFrom } from 'rxjs';
import { STALE_HEADER, Staleness } from './staleness';

const answer = (headers: Record<string, string> = {}) => new Response('{}', { headers });
const stale = answer({ [STALE_HEADER]: 'true' });

/** Serves one request by what `work` does. @returns the headers of its answer */
async function serve(staleness: Staleness, work: () => Promise<void>): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => (headers[name] = value) };
  const context = { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ExecutionContext;
  await Promise.allSettled([firstValueFrom(staleness.intercept(context, { handle: () => defer(work) }))]);
  return headers;
}

describe('the answer to a request', () => {
  const staleness = new Staleness();

  it('is stale where one of the answers that it is made of is', async () => {
    const headers = await serve(staleness, async () => {
      staleness.note(answer());
      await Promise.resolve();
      staleness.note(stale);
      staleness.note(answer());
    });
    expect(headers).toEqual({ [STALE_HEADER]: 'true' });
  });

  it('is stale also where there is nothing', async () => {
    const headers = await serve(staleness, () => {
      staleness.note(stale);
      return Promise.reject(new Error('not found'));
    });
    expect(headers).toEqual({ [STALE_HEADER]: 'true' });
  });

  it('is not stale for what is served beside it', async () => {
    let meanwhile = (): void => undefined;
    const until = new Promise<void>((resolve) => (meanwhile = resolve));
    const first = serve(staleness, async () => {
      await until;
      staleness.note(answer());
    });
    const second = serve(staleness, async () => {
      staleness.note(stale);
      meanwhile();
      await first;
    });
    expect(await first).toEqual({});
    expect(await second).toEqual({ [STALE_HEADER]: 'true' });
  });
});
