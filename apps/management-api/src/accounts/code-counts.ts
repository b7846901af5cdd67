import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Projections } from '../read-models/projections';

const counted = z.object({ totalResultSize: z.int() });

/** The figures of the account, which list of codes they count, and which of its codes. */
const FIGURES = {
  coupons: ['coupons', undefined],
  activeCoupons: ['coupons', 'validNow'],
  expiredCoupons: ['coupons', 'expired'],
  referralCodes: ['referrals', undefined],
  activeReferralCodes: ['referrals', 'validNow'],
  expiredReferralCodes: ['referrals', 'expired'],
} as const;
type Figure = keyof typeof FIGURES;

/** How many coupons and referrals there are, each application's up to the 10,000 that lists count. */
@Injectable()
export class CodeCounts {
  constructor(private readonly projections: Projections) {}

  /** Throws ApiError 503. */
  async of(applications: readonly bigint[]): Promise<Record<Figure, number>> {
    const figures = Object.keys(FIGURES).map(async (figure) => [
      figure,
      await this.sum(figure as Figure, applications),
    ]);
    return Object.fromEntries(await Promise.all(figures)) as Record<Figure, number>;
  }

  private async sum(figure: Figure, applications: readonly bigint[]): Promise<number> {
    let sum = 0;
    for (const application of applications) {
      const own = await this.count(application, figure);
      sum += own;
    }
    return sum;
  }

  private async count(application: bigint, figure: Figure): Promise<number> {
    const [list, valid] = FIGURES[figure];
    const path = `/applications/${application}/${list}`;
    const answer = await this.projections.ask({
      projection: 'coupon',
      application,
      path,
      query: { pageSize: '1', valid },
    });
    return counted.parse(answer).totalResultSize;
  }
}
