const cents = (amount) => Math.round(amount * 100);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const sorted = (texts) => [...texts].sort().join(' ') || 'none';

/** Collects what differs, in sentences. */
class Differences {
  list = [];

  equal(what, expected, observed) {
    if (expected !== observed) this.list.push(`${what}: expected ${expected}, found ${observed}`);
  }
}

const discountTexts = (discounts) => sorted(discounts.map(({ position, cents }) => `line ${position}: ${cents}`));
const ofType = (effects, type) => effects.filter((effect) => effect.effectType === type);

function compareSession(differences, expected, observed) {
  const at = `session ${expected.id}`;
  if (!observed) return differences.list.push(`${at}: not in the read model`);
  const { customerSession, effects } = observed;
  const discounts = ofType(effects, 'setDiscountPerItem').map(({ props }) => ({
    position: props.position,
    cents: cents(props.value),
  }));
  const rejected = ofType(effects, 'rejectCoupon').map(({ props }) => `${props.value} ${props.rejectionReason}`);
  differences.equal(`${at}, state`, 'closed', customerSession.state);
  differences.equal(`${at}, total`, expected.total, cents(customerSession.total));
  differences.equal(
    `${at}, accepted`,
    sorted(expected.accepted),
    sorted(ofType(effects, 'acceptCoupon').map(({ props }) => props.value)),
  );
  differences.equal(
    `${at}, rejected`,
    sorted(expected.rejected.map(({ code, reason }) => `${code} ${reason}`)),
    sorted(rejected),
  );
  differences.equal(`${at}, discounts`, discountTexts(expected.discounts), discountTexts(discounts));
}

/** A prop as the topic holds it: a record around the value. */
const prop = (effect, name) => effect.props[name]?.value;

/** The topic of one session's committed effects: accepted coupons and discounts, and nothing that was refused. */
function compareEffects(differences, expected, records) {
  const at = `effects.v1, session ${expected.id}`;
  const effects = records.map(({ payload }) => payload.effect);
  const discounts = effects
    .filter(({ type }) => type === 'setDiscountPerItem')
    .map((effect) => ({ position: Number(prop(effect, 'position')), cents: Number(prop(effect, 'value')) }));
  const accepted = effects.filter(({ type }) => type === 'acceptCoupon').map((effect) => prop(effect, 'value'));
  differences.equal(`${at}, accepted`, sorted(expected.accepted), sorted(accepted));
  differences.equal(`${at}, discounts`, discountTexts(expected.discounts), discountTexts(discounts));
  differences.equal(`${at}, refusals`, 0, effects.filter(({ type }) => type === 'rejectCoupon').length);
}

/** Nothing twice in the topic, and of each decision all the effects that it counts. */
function compareIdentity(differences, records) {
  differences.equal('effects.v1, ids', records.length, new Set(records.map(({ id }) => id)).size);
  const decisions = grouped(records, positionOf);
  for (const [position, given] of decisions) {
    differences.equal(`effects.v1, decision ${position}, effects`, given[0].payload.count, given.length);
  }
}

const positionOf = ({ payload }) => payload.position;

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function compareCoupons(differences, outcomes, coupons) {
  const used = grouped(
    outcomes.flatMap(({ accepted }) => accepted),
    (code) => code,
  );
  for (const [code, coupon] of coupons) {
    differences.equal(`coupon ${code}, uses`, used.get(code)?.length ?? 0, coupon.usageCounter);
  }
  for (const code of used.keys())
    if (!coupons.has(code)) differences.list.push(`coupon ${code}: not in the read model`);
}

function compareProfiles(differences, outcomes, profiles) {
  for (const [id, sessions] of grouped(outcomes, ({ profile }) => profile)) {
    const profile = profiles.get(id);
    if (!profile) differences.list.push(`household ${id}: not in the read model`);
    differences.equal(`household ${id}, closed sessions`, sessions.length, profile?.closedSessions);
    differences.equal(
      `household ${id}, sales`,
      sum(sessions.map(({ total }) => total)),
      cents(profile?.totalSales ?? 0),
    );
  }
}

/** What differs between the files and the cluster; an empty list is a pass. */
export function compare(expected, observed) {
  const differences = new Differences();
  const outcomes = [...expected.values()];
  const bySession = grouped(observed.effects, ({ payload }) => payload.session);
  for (const outcome of outcomes) {
    compareSession(differences, outcome, observed.sessions.get(outcome.id));
    compareEffects(differences, outcome, bySession.get(outcome.id) ?? []);
  }
  for (const id of bySession.keys())
    if (!expected.has(id)) differences.list.push(`effects.v1, session ${id}: not in the files`);
  compareIdentity(differences, observed.effects);
  compareCoupons(differences, outcomes, observed.coupons);
  compareProfiles(differences, outcomes, observed.profiles);
  return differences.list;
}

/** The totals that a person checks first, of the files and of the cluster side by side. */
export function summary(expected, observed) {
  const outcomes = [...expected.values()];
  const sessions = [...observed.sessions.values()];
  const given = (type) => observed.effects.filter(({ payload }) => payload.effect.type === type);
  const inSessions = (type) => sum(sessions.map(({ effects }) => ofType(effects, type).length));
  const discounted = sum(given('setDiscountPerItem').map(({ payload }) => Number(prop(payload.effect, 'value'))));
  const rows = [
    [
      'closed baskets',
      outcomes.length,
      sessions.filter(({ customerSession }) => customerSession.state === 'closed').length,
    ],
    ['sales, cents', sum(outcomes.map(({ total }) => total)), sum(sessions.map((s) => cents(s.customerSession.total)))],
    ['coupons accepted', sum(outcomes.map((o) => o.accepted.length)), given('acceptCoupon').length],
    ['coupons refused', sum(outcomes.map((o) => o.rejected.length)), inSessions('rejectCoupon')],
    ['discounts', sum(outcomes.map((o) => o.discounts.length)), given('setDiscountPerItem').length],
    ['discounted, cents', sum(outcomes.flatMap((o) => o.discounts.map((d) => d.cents))), discounted],
  ];
  return [
    '                       files     cluster',
    ...rows.map(([name, a, b]) => `${name.padEnd(18)}${String(a).padStart(10)}${String(b).padStart(12)}`),
  ];
}
