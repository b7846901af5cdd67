import { campaign, Shop } from '@tessera/promotion/testing';
import { caller } from '../testing/decided.fixture';
import { referralRequest } from './referral';

const referralSettings = { validCharacters: ['A', 'B'], couponPattern: 'FRIEND-####' };
const { catalog } = new Shop([...campaign(5n, [], { referralSettings }), ...campaign(6n, [])]);
const anna = { advocate: 'anna', friend: '' };

it.each([
  ['the campaign', 5, {}, ['FRIEND-####', ['A', 'B']]],
  ['the call before the campaign', 5, { referralPattern: 'A-##', validCharacters: ['Z'] }, ['A-##', ['Z']]],
  ['nobody', 6, {}, ['#############', []]],
])('a referral has a code as %s says', (_who, campaignId, codes, expected) => {
  const body = { campaignId, usageLimit: 1, ...codes };
  const { pattern, characters } = referralRequest('r1', body, anna, { ...caller, catalog });
  expect([pattern, characters]).toEqual(expected);
});
