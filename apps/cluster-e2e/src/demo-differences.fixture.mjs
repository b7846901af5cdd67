// Prints, as JSON, what the demo's comparer finds when a cluster answered as the files say, and when something is missing.
import { compare } from '../../../examples/grocer/compare.mjs';
import { bounded, rowsOf } from '../../../examples/grocer/data.mjs';
import { judge } from '../../../examples/grocer/demo.mjs';
import { expectedOf } from '../../../examples/grocer/expected.mjs';

const expected = expectedOf(bounded(rowsOf('baskets')));
const outcomes = [...expected.values()];

function sessionOf({ total, accepted, rejected, discounts }) {
  const effects = [
    ...accepted.map((code) => ({ effectType: 'acceptCoupon', props: { value: code } })),
    ...rejected.map(({ code, reason }) => ({
      effectType: 'rejectCoupon',
      props: { value: code, rejectionReason: reason },
    })),
    ...discounts.map(({ position, cents }) => ({
      effectType: 'setDiscountPerItem',
      props: { position, value: cents / 100 },
    })),
  ];
  return { customerSession: { state: 'closed', total: total / 100 }, effects };
}

/** Values stand in records of the topic, as readers of its schema see them. */
const wire = (props) => Object.fromEntries(Object.entries(props).map(([name, value]) => [name, { value }]));

function recordsOf({ id, accepted, discounts }, index) {
  const effects = [
    ...accepted.map((code) => ({ type: 'acceptCoupon', props: wire({ value: code }) })),
    ...discounts.map(({ position, cents }) => ({
      type: 'setDiscountPerItem',
      props: wire({ position: BigInt(position), value: BigInt(cents) }),
    })),
  ];
  return effects.map((effect, nth) => ({
    id: `${index}/${nth}`,
    payload: { position: BigInt(index), count: effects.length, session: id, effect },
  }));
}

function profilesOf() {
  const profiles = new Map();
  for (const { profile, total } of outcomes) {
    const { closedSessions, totalCents } = profiles.get(profile) ?? { closedSessions: 0, totalCents: 0 };
    const sum = totalCents + total;
    profiles.set(profile, { closedSessions: closedSessions + 1, totalCents: sum, totalSales: sum / 100 });
  }
  return profiles;
}

function couponsOf() {
  const coupons = new Map(rowsOf('coupons').map(({ code }) => [code, { usageCounter: 0 }]));
  for (const code of outcomes.flatMap(({ accepted }) => accepted)) coupons.get(code).usageCounter += 1;
  return coupons;
}

/** What `observedOf` would read from a cluster that did all that the files say. */
const faithful = () => ({
  sessions: new Map(outcomes.map((outcome) => [outcome.id, sessionOf(outcome)])),
  effects: outcomes.flatMap(recordsOf),
  profiles: profilesOf(),
  coupons: couponsOf(),
});

/** What is different when the observation has this one fault. */
function found(spoil) {
  const observed = faithful();
  spoil(observed);
  return { differences: compare(expected, observed), exitCode: judge(expected, observed, () => undefined) };
}

const plainBasket = outcomes.find(({ accepted, rejected }) => accepted.length + rejected.length === 0);
const luckyBasket = outcomes.find(({ discounts }) => discounts.length > 0);
const refusedBasket = outcomes.find(({ rejected }) => rejected.length > 0);
const effectsOf = ({ sessions }, { id }) => sessions.get(id).effects;

const withoutRefusals = (session) => {
  session.effects = session.effects.filter(({ effectType }) => effectType !== 'rejectCoupon');
};

const findings = {
  nothing: found(() => undefined),
  basket: found(({ sessions }) => sessions.delete(plainBasket.id)),
  openBasket: found(({ sessions }) => (sessions.get(plainBasket.id).customerSession.state = 'open')),
  effectInTopic: found(({ effects }) => effects.pop()),
  effectInReadModel: found((observed) => effectsOf(observed, luckyBasket).pop()),
  refusal: found(({ sessions }) => withoutRefusals(sessions.get(refusedBasket.id))),
  effectTwice: found(({ effects }) => effects.push(effects[0])),
  cent: found((observed) => (effectsOf(observed, luckyBasket).at(-1).props.value += 0.01)),
  redemption: found(({ coupons }) => (coupons.get(luckyBasket.accepted[0]).usageCounter -= 1)),
  sale: found(({ profiles }) => (profiles.get(plainBasket.profile).totalSales -= 0.01)),
  basketOfThisHousehold: found(({ profiles }) => (profiles.get(plainBasket.profile).closedSessions -= 1)),
};
const names = { basket: plainBasket.id, lucky: luckyBasket.id, refused: refusedBasket.id };
console.log(JSON.stringify({ names, findings }));
