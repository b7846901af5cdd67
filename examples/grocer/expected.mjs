import { codesOf, rowsOf } from './data.mjs';

const PER_CENT_OFF = 20;

const products = new Map(rowsOf('products').map((product) => [product.sku, product]));
const coupons = new Map(rowsOf('coupons').map((coupon) => [coupon.code, coupon]));
const campaigns = new Map(rowsOf('campaigns').map((campaign) => [campaign.id, campaign]));
const mailings = new Map(rowsOf('profiles').map((profile) => [profile.id, profile.mailings]));

const halfUp = (cents, perCent) => Math.floor((cents * perCent + 50) / 100);

/** Why the code fails, by the order in which the reasons are looked at; undefined where it holds. */
function refusal(basket, coupon, usedBefore) {
  const day = basket.at.slice(0, 10);
  const campaign = campaigns.get(coupon.campaign);
  if (day < campaign.start || day > campaign.end) return 'CouponPartOfNotRunningCampaign';
  if (coupon.expires && day >= coupon.expires) return 'CouponExpired';
  if (coupon.usageLimit && usedBefore >= coupon.usageLimit) return 'CouponLimitReached';
  const mailed = mailings.get(basket.profile).includes(coupon.mailing);
  const inBasket = basket.items.some(([sku]) => products.get(sku)?.offers?.includes(coupon.offer));
  return mailed && inBasket ? undefined : 'CouponRejectedByCondition';
}

function discountsOf(basket, coupon) {
  return basket.items.flatMap(([sku, quantity, cents], position) =>
    products.get(sku)?.offers?.includes(coupon.offer)
      ? [{ code: coupon.code, position, cents: halfUp(quantity * cents, PER_CENT_OFF) }]
      : [],
  );
}

/** Computes from the files alone, in time order, what each basket must have got. */
export function expectedOf(baskets) {
  const used = new Map();
  return new Map(
    baskets.map((basket) => {
      const outcome = { id: basket.id, profile: basket.profile, total: 0, accepted: [], rejected: [], discounts: [] };
      outcome.total = basket.items.reduce((sum, [, quantity, cents]) => sum + quantity * cents, 0);
      for (const code of new Set(codesOf(basket))) {
        const coupon = coupons.get(code);
        const reason = refusal(basket, coupon, used.get(code) ?? 0);
        if (reason) outcome.rejected.push({ code, reason });
        else {
          used.set(code, (used.get(code) ?? 0) + 1);
          outcome.accepted.push(code);
          outcome.discounts.push(...discountsOf(basket, coupon));
        }
      }
      return [basket.id, outcome];
    }),
  );
}
