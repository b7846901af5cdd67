import type { ReturnRequest } from '@tessera/api-contracts';
import type { SessionReturnReceived } from '@tessera/promotion';
import { normalId } from './id';

/** A return's body as a request of the domain. */
export function returnRequest(
  id: string,
  { returnedCartItems }: ReturnRequest['return'],
  runRuleEngine: boolean,
): SessionReturnReceived {
  return {
    kind: 'SessionReturnReceived',
    sessionId: normalId(id),
    returnedCartItems: returnedCartItems.map(({ position, quantity, sku }) => {
      return { position, quantity: quantity ?? null, sku: sku ?? null };
    }),
    runRuleEngine,
  };
}
