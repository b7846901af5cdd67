import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Projections } from '../read-models/projections';

const counted = z.object({ totalResultSize: z.int() });

/** The figures of the account, and which coupons they count. */
const FIGURES = { coupons: undefined, activeCoupons: 'validNow', expiredCoupons: 'expired' } as const;
type Figures = Record<keyof typeof FIGURES, number>;

/** How many coupons there are, each application's up to the 10,000 that lists count. */
@Injectable()
export class CouponCounts {
  constructor(private readonly projections: Projections) {}

  /** Throws ApiError 503. */
  async of(applications: readonly bigint[]): Promise<Figures> {
    const figures: Figures = { coupons: 0, activeCoupons: 0, expiredCoupons: 0 };
    for (const application of applications) {
      for (const [figure, valid] of Object.entries(FIGURES)) {
        const count = await this.count(application, valid);
        figures[figure as keyof Figures] += count;
      }
    }
    return figures;
  }

  private async count(application: bigint, valid: string | undefined): Promise<number> {
    const path = `/applications/${application}/coupons`;
    const answer = await this.projections.ask({
      projection: 'coupon',
      application,
      path,
      query: { pageSize: '1', valid },
    });
    return counted.parse(answer).totalResultSize;
  }
}
