import { type LoyaltyFileKind, POINTS_FILE, TIERS_FILE } from './loyalty-file';

const PLACE = { program: 9n, importId: 70n };

/** What a line asks for; where it is wrong, the columns that are. */
function read<T>(kind: LoyaltyFileKind<T>, line: object): unknown {
  const row = kind.row.safeParse(line);
  return row.success ? kind.requestOf(row.data, PLACE) : row.error.issues.map(({ path }) => path.join('.'));
}

const points = { customerprofileid: 'ann', amount: '12.5' };
const tier = { customerprofileid: 'ann', tiername: 'gold', expirydate: '2030-01-01T00:00:00+01:00' };
const NEW_YEAR = BigInt(Date.UTC(2029, 11, 31, 23));

describe('a file of points', () => {
  it('brings points that are active at once and never expire, whatever the program has', () => {
    expect(read(POINTS_FILE, points)).toEqual({
      kind: 'PointsAdditionReceived',
      ...{ profileId: 'ann', ...PLACE, subledger: '', points: 1250n, name: '' },
      ...{ validityDuration: 'unlimited', validUntil: null, pendingDuration: 'immediate', pendingUntil: null },
    });
    const words = { startdate: 'immediate', expirydate: 'unlimited' };
    expect(read(POINTS_FILE, { ...points, ...words })).toEqual(read(POINTS_FILE, points));
  });

  it('brings dates, a subledger and a reason', () => {
    const dates = { startdate: '2029-12-31T23:00:00Z', expirydate: '2030-01-01T00:00:00+01:00' };
    expect(read(POINTS_FILE, { ...points, ...dates, subledgerid: 'bonus', reason: 'sorry' })).toMatchObject({
      ...{ subledger: 'bonus', name: 'sorry', validUntil: NEW_YEAR, pendingUntil: NEW_YEAR },
    });
  });

  it.each([
    ['amount', { amount: '1.005' }],
    ['amount', { amount: '-1' }],
    ['amount', { amount: '0' }],
    ['amount', { amount: 'many' }],
    ['startdate', { startdate: 'tomorrow' }],
    ['expirydate', { expirydate: '2030-01-01' }],
  ])('is refused for its %s: %j', (column, wrong) => {
    expect(read(POINTS_FILE, { ...points, ...wrong })).toEqual([column]);
  });
});

describe('a file of tiers', () => {
  it('brings tiers until then', () => {
    expect(read(TIERS_FILE, tier)).toEqual({
      kind: 'TierAssignmentReceived',
      ...{ profileId: 'ann', program: 9n, subledger: '', tier: 'gold', until: NEW_YEAR },
    });
  });

  it('is refused without a date', () => {
    expect(read(TIERS_FILE, { ...tier, expirydate: undefined })).toEqual(['expirydate']);
  });
});
