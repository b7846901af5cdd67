import { randomUUID } from 'node:crypto';
import { decided, inParallel, type Shape } from './http.fixture';
import type { Shop } from './shop.fixture';

const WIDTH = 20;

interface State {
  readonly effects: readonly { readonly effectType: string; readonly props: Shape }[];
}

/** Customers of one shop who all try its coupon; remembers what was answered, to compare it with what is in the log. */
export class Traffic {
  /** Request ids that were answered with 200. */
  readonly answered: string[] = [];
  /** Closed sessions whose answer accepted the coupon. */
  readonly accepted: string[] = [];
  private last = 0;

  constructor(private readonly shop: Shop) {}

  /** So many new customers, each filling a basket and closing it; resolves when all of them have their answers. */
  async send(customers: number): Promise<void> {
    const numbers = Array.from({ length: customers }, () => ++this.last);
    await inParallel(numbers, WIDTH, (number) => this.visit(`visit-${number}`, `visitor-${number}`));
  }

  private async visit(session: string, profileId: string): Promise<void> {
    const cartItems = [{ sku: 'tea', quantity: 2, price: 5 }];
    await this.update(session, { profileId, cartItems, couponCodes: this.shop.codes });
    const { effects } = await this.update(session, { state: 'closed' });
    if (effects.some(({ effectType }) => effectType === 'acceptCoupon')) this.accepted.push(session);
  }

  private async update(session: string, customerSession: Shape): Promise<State> {
    const key = randomUUID();
    const path = `/v2/customer_sessions/${session}`;
    const { status, body } = await decided<State>(this.shop.integrate, 'PUT', path, { customerSession }, key);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    this.answered.push(key);
    return body;
  }
}
