import { CelMap, CelObject, Timestamp, type Result } from '@tessera/expression';
import type { Ledger, Subledger } from '../ledger';
import { balanceOf, MAIN, subledgerOf } from '../loyalty/balance';
import { fromHundredths } from '../loyalty/points';
import { nextTier } from '../loyalty/tiers';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';

/** A ledger that is settled to an instant. */
export interface LedgerView {
  readonly program: LoyaltyProgram;
  readonly ledger: Ledger;
  readonly at: Instant;
}

/** `profile.loyalty`: by the name of the program. */
export class LoyaltyObject extends CelObject {
  /** @param view undefined: the application has no such program */
  constructor(private readonly view: (program: string) => LedgerView | undefined) {
    super();
  }

  override get(name: string): Result | undefined {
    const view = this.view(name);
    return view && new ProgramObject(view);
  }
}

class ProgramObject extends CelObject {
  private readonly main: BalanceObject;

  constructor(private readonly view: LedgerView) {
    super();
    this.main = new BalanceObject(view, subledgerOf(view.ledger, MAIN));
  }

  override get(field: string): Result | undefined {
    const { joined, subledgers } = this.view.ledger;
    if (field === 'joinDate') return joined === null ? undefined : Timestamp.fromMillis(joined);
    if (field !== 'subLedgers') return this.main.get(field);
    const others = subledgers.filter(({ id }) => id !== MAIN);
    return CelMap.fromRecord(Object.fromEntries(others.map((one) => [one.id, new BalanceObject(this.view, one)])));
  }
}

class BalanceObject extends CelObject {
  constructor(
    private readonly view: LedgerView,
    private readonly own: Subledger,
  ) {
    super();
  }

  override get(field: string): Result | undefined {
    const { own } = this;
    const { active, pending } = balanceOf(own, this.view.at);
    switch (field) {
      case 'currentBalance':
        return fromHundredths(active);
      case 'pendingBalance':
        return fromHundredths(pending);
      case 'spentBalance':
        return fromHundredths(own.spent);
      case 'expiredBalance':
        return fromHundredths(own.expired);
      case 'negativeBalance':
        return fromHundredths(own.negative);
      case 'currentTier':
        return own.tier?.name;
      case 'pointsToNextTier': {
        const next = nextTier(this.view.program, own.tier, active);
        return next === null ? undefined : fromHundredths(next.pointsMissing);
      }
      default:
        return undefined;
    }
  }
}
