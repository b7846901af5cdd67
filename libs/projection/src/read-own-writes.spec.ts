import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { encodeReadToken } from '@tessera/event-contracts';
import { EMPTY } from 'rxjs';
import type { Projection, Sequenced } from './projection';
import { ReadOwnWrites } from './read-own-writes';

const FOLDED = new Map([
  [1, 5n],
  [2, 9n],
]);
const projection = {
  waitFor: (partition: number, seq: bigint) => Promise.resolve((FOLDED.get(partition) ?? -1n) >= seq),
} as unknown as Projection<Sequenced>;

async function headersOf(token: string | undefined): Promise<unknown> {
  const headers: Record<string, string> = {};
  const http = {
    getRequest: () => ({ headers: { 'x-tessera-token': token } }),
    getResponse: () => ({ header: (name: string, value: string) => (headers[name] = value) }),
  };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  const next: CallHandler = { handle: () => EMPTY };
  await new ReadOwnWrites(projection).intercept(context, next);
  return headers;
}

const at = (partition: number, decisionSeq: bigint) => ({ partition, decisionSeq });

it.each([
  ['no token', undefined, {}],
  ['what is folded', encodeReadToken(at(1, 5n), at(2, 9n)), {}],
  ['what one partition has not folded yet', encodeReadToken(at(1, 5n), at(2, 10n)), { 'x-tessera-stale': 'true' }],
])('a read that asks for %s', async (_, token, headers) => {
  expect(await headersOf(token)).toEqual(headers);
});

it('a read with what is no token is refused', async () => {
  await expect(headersOf('x')).rejects.toMatchObject({ status: 400 });
});
