import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rowsOf } from './data.mjs';
import { client, inParallel } from './http.mjs';

const DAY_MS = 86_400_000;
const HOUSEHOLDS_PER_CALL = 100;
const NAME = 'The Grocer';

const ATTRIBUTES = [
  ['CustomerProfile', 'mailings', '(list string)', 'Mailings the household got'],
  ['CustomerProfile', 'age', 'string', 'Age range', true],
  ['CustomerProfile', 'income', 'string', 'Income range', true],
  ['CustomerProfile', 'homeOwnership', 'string', 'Home ownership', true],
  ['CustomerProfile', 'maritalStatus', 'string', 'Marital status', true],
  ['CustomerProfile', 'householdSize', 'string', 'Household size'],
  ['CustomerProfile', 'kids', 'string', 'Number of kids'],
  ['CustomerSession', 'store', 'string', 'Store number'],
  ['CartItem', 'offers', '(list string)', 'Offers the product belongs to'],
  ['CartItem', 'brand', 'string', 'National or private brand'],
  ['Coupon', 'mailing', 'string', 'The mailing it came with'],
  ['Coupon', 'offer', 'string', 'The products it is good for'],
];

const RULE = {
  title: '20 % off the products of the coupon',
  condition: [
    'cel',
    'coupon.valid && coupon.attributes.mailing in profile.attributes.mailings' +
      ' && cartItems.exists(i, coupon.attributes.offer in i.attributes.offers)',
  ],
  effects: [
    [
      'setDiscountPerItem',
      {
        name: '20 % off with {{ coupon.code }}',
        items: 'cartItems.filter(i, coupon.attributes.offer in i.attributes.offers)',
        value: 'percent(item.price, 20)',
      },
    ],
  ],
};

async function createApplication(manage) {
  const { body } = await manage('POST', '/v1/applications', { name: NAME, currency: 'USD', timezone: 'UTC' });
  for (const [entity, name, type, title, personal = false] of ATTRIBUTES) {
    await manage('POST', '/v1/attributes', {
      entity,
      name,
      type,
      title,
      description: title,
      suggestions: [],
      editable: true,
      personal,
      subscribedApplicationsIds: [body.id],
    });
  }
  return body.id;
}

async function createCampaign(manage, application, { id, start, end }) {
  const { body: campaign } = await manage('POST', `/v1/applications/${application}/campaigns`, {
    name: `Mailing ${id}`,
    description: `Campaign ${id} of the data: coupons sent to households.`,
    state: 'disabled',
    tags: ['grocer'],
    features: ['coupons'],
    limits: [],
    startTime: `${start}T00:00:00Z`,
    endTime: new Date(Date.parse(`${end}T00:00:00Z`) + DAY_MS).toISOString(),
  });
  const path = `/v1/applications/${application}/campaigns/${campaign.id}`;
  await manage('POST', `${path}/rulesets`, { rules: [RULE], bindings: [], activate: true });
  const { body: current } = await manage('GET', path);
  await manage('PUT', path, { ...current, state: 'enabled' });
  return path;
}

const newCoupon = ({ code, mailing, offer, expires, usageLimit = 0 }) => ({
  usageLimit,
  numberOfCoupons: 1,
  couponPattern: code,
  attributes: { mailing, offer },
  ...(expires && { expiryDate: `${expires}T00:00:00Z` }),
});

async function createStore(manage, say) {
  say('creating the demo store: application, attributes, campaigns, coupons');
  const application = await createApplication(manage);
  const coupons = rowsOf('coupons');
  for (const campaign of rowsOf('campaigns')) {
    const path = await createCampaign(manage, application, campaign);
    const own = coupons.filter((coupon) => coupon.campaign === campaign.id);
    await inParallel(own, 8, (coupon) => manage('POST', `${path}/coupons?silent=yes`, newCoupon(coupon)));
    say(`campaign ${campaign.id}: ${own.length} coupons`);
  }
  const expires = new Date(Date.now() + 3650 * DAY_MS).toISOString();
  const { body: key, headers } = await manage('POST', `/v1/applications/${application}/api_keys`, {
    title: 'demo traffic',
    scopes: ['integration', 'import', 'read'],
    expires,
  });
  return { application, key: key.key, catalog: headers.get('x-tessera-catalog') };
}

async function sendHouseholds(integrate, say) {
  const households = rowsOf('profiles');
  for (let first = 0; first < households.length; first += HOUSEHOLDS_PER_CALL) {
    const customerProfiles = households
      .slice(first, first + HOUSEHOLDS_PER_CALL)
      .map(({ id, attributes, mailings }) => ({
        integrationId: id,
        attributes: { ...attributes, mailings },
      }));
    await integrate('PUT', '/v2/customer_profiles?silent=yes', { customerProfiles });
  }
  say(`${households.length} households`);
}

/** The store, made at the first start and found again, by its state file, at later ones. */
export async function seed({ urls, adminEmail, adminPassword, stateFile, say }) {
  const signIn = await client(urls.management)('POST', '/v1/sessions', { email: adminEmail, password: adminPassword });
  const manage = client(urls.management, `Bearer ${signIn.body.token}`);
  const keep = (store) => writeFileSync(stateFile, JSON.stringify(store), { mode: 0o600 });
  if (!existsSync(stateFile)) keep(await createStore(manage, say));
  const store = JSON.parse(readFileSync(stateFile, 'utf8'));
  if (!store.complete) {
    const integrate = client(urls.gateway, `ApiKey-v1 ${store.key}`);
    await integrate('GET', '/v2/customer_sessions/none', undefined, { 'x-tessera-min-catalog': store.catalog }).catch(
      absent,
    );
    await sendHouseholds(integrate, say);
    keep({ ...store, complete: true });
  }
  return { ...store, manage };
}

/** The first read only waits until the gateway knows the new key. */
function absent(error) {
  if (!/: 404 /.test(error.message)) throw error;
}
