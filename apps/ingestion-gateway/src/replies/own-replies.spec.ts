import { integrationReplies, type ReplyRecord } from '@tessera/event-contracts';
import { replyTo } from '../testing/gateway.fixture';
import { OwnReplies } from './own-replies';

const record = (src: string, requestId = 'r') =>
  replyTo({
    id: 'i',
    src,
    seq: 0n,
    requestId,
    application: 1n,
    at: 1n,
    recordedAt: 1n,
    catalogVersion: 1n,
    currency: 'EUR',
    idempotency: null,
    payload: { kind: 'ProfileErasureReceived', profileId: 'p' },
  });

const heard = (...records: ReplyRecord[]): string[] => {
  const ids: string[] = [];
  const own = new OwnReplies('gateway-a', ({ requestId }) => ids.push(requestId));
  for (const one of records) own.receive(integrationReplies.toWire(one));
  return ids;
};

it("hears its own replies and nobody else's, even where its name stands in them", () => {
  expect(heard(record('gateway-a', 'mine'), record('gateway-b', 'other'), record('gateway-b', 'gateway-a'))).toEqual([
    'mine',
  ]);
});

it('does not decode what is not its own', () => {
  const own = new OwnReplies('gateway-a', () => undefined);
  expect(() => own.receive(Buffer.from('no reply at all'))).not.toThrow();
  expect(() => own.receive(null)).not.toThrow();
  expect(() => own.receive(Buffer.from('broken gateway-a'))).toThrow();
});
