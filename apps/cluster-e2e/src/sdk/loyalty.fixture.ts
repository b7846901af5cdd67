import { succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import {
  type Caller,
  type Checks,
  comesTo,
  entryOf,
  managementCaller,
  newName,
  sinceFive,
  someId,
  someTime,
  type Version,
  type World,
} from './world.fixture';

export interface Program {
  readonly id: number;
  readonly name: string;
}

/** @param goldFrom points of its one tier */
export async function newProgram({ cluster }: World, application: number, goldFrom = 50): Promise<Program> {
  const name = newName();
  const body = {
    ...{ name, title: 'Stars', timezone: 'UTC', subscribedApplications: [application], allowSubledger: true },
    tiers: [{ name: 'gold', minPoints: goldFrom }],
  };
  const { id } = (await succeeded(cluster.manage<Program>('POST', '/v1/loyalty_programs', { body }))).body;
  return { id, name };
}

export const shownProgram = ({ id, name }: Program, application: number, version: Version): Shape => ({
  ...{ id, accountID: 1, name, title: 'Stars', description: '', subscribedApplications: [application] },
  ...{ defaultValidity: 'unlimited', defaultPending: 'immediate', allowSubledger: true },
  ...sinceFive(version, {
    ...{ created: someTime, timezone: 'UTC', cardBased: false, sandbox: false },
    ...{ tiersExpireIn: null, tiersDowngradePolicy: 'balance_based' },
    tiers: [{ id: 1, created: someTime, programID: id, name: 'gold', minPoints: 50 }],
  }),
});

/** A program of the shop, in which the customer has 100 points, of which 30.5 were taken again. */
async function filledProgram(world: World, goldFrom?: number): Promise<Program> {
  const program = await newProgram(world, world.shop.application, goldFrom);
  const call = managementCaller(world, 4);
  await call('addLoyaltyPoints', program.id, world.customer, { points: 100, name: 'welcome' });
  await call('removeLoyaltyPoints', program.id, world.customer, { points: 30.5, name: 'oops' });
  return program;
}

/** Looks at what is counted by the day; once more where midnight came between. */
async function withinADay(look: () => Promise<void>): Promise<void> {
  const day = utcDay();
  try {
    await look();
  } catch (error) {
    if (utcDay() === day) throw error;
    await look();
  }
}

const utcDay = (): string => new Date().toISOString().slice(0, 10);

interface Points {
  readonly spent: number;
  /** What is left of additions, by their names. */
  readonly left: Readonly<Record<string, number>>;
  readonly tier?: Shape;
}

const FILLED: Points = { spent: 30.5, left: { welcome: 69.5 } };

function shownLedger({ id }: Program, { customer }: World, version: Version, points: Points): Shape {
  const { spent, left, tier = { id: 1, name: 'gold' } } = points;
  const total = Object.values(left).reduce((sum, amount) => sum + amount, 0);
  const activePoints = Object.entries(left).map(([name, amount]) => ({
    ...{ created: someTime, programID: id, customerProfileID: customer, subLedgerID: '', type: 'addition' },
    ...{ name, amount, startDate: someTime },
  }));
  const ledger = {
    ...{ total, totalActivePoints: total, totalPendingPoints: 0, totalSpentPoints: spent, totalExpiredPoints: 0 },
    ...{ activePoints, pendingPoints: [], ...sinceFive(version, { currentTier: tier }) },
  };
  return { ledger, subLedgers: {} };
}

const comesToLedger = (call: Caller, program: Program, world: World, version: Version, points: Points) =>
  comesTo(() => call('getLoyaltyPoints', program.id, world.customer), shownLedger(program, world, version, points));

const transaction = ({ id }: Program, fields: Shape): Shape => ({
  ...{ id: someId, created: someTime, programId: id, subledgerId: '', expiryDate: 'unlimited' },
  ...fields,
});

/** The last in front. */
const filling = (program: Program, more: Shape = {}): Shape[] => [
  transaction(program, { type: 'subtraction', amount: 30.5, name: 'oops', startDate: 'immediate', ...more }),
  transaction(program, { type: 'addition', amount: 100, name: 'welcome', startDate: someTime, ...more }),
];

const now = () => new Date(Date.now() + 60_000);

const BALANCES = [
  ...['loyaltyProgramID', 'loyaltySubledger', 'profileIntegrationID', 'currentBalance', 'pendingBalance'],
  ...['expiredBalance', 'spentBalance', 'negativeBalance', 'currentTier'],
].join();

async function exportsBalances(operation: string, call: Caller, world: World): Promise<void> {
  const { id } = await filledProgram(world);
  await comesTo(() => call(operation, id), `${BALANCES}\n${id},,${world.customer},69.5,0,0,30.5,0,gold\n`);
}

const LOG = [
  ...['id', 'created', 'programid', 'applicationid', 'profileintegrationid', 'sessionid', 'type', 'reason', 'amount'],
  ...['name', 'subledgerid', 'startdate', 'expirydate', 'transactionuuid', 'rulesetid', 'rulename'],
].join();

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

const logged = ({ id }: Program, { shop, customer }: World, what: string, start: string): unknown =>
  expect.stringMatching(
    `^\\d+,${TIME},${id},${shop.application},${customer},,${what},,${start},unlimited,[-0-9a-f]{36},,$`,
  );

/** The same file again changes nothing. @returns the import's id */
async function importsLine(operation: string, call: Caller, { id }: Program, csv: string): Promise<number> {
  const sent = () => withCsv(csv, (file) => call(operation, id, file));
  const entity = operation === 'importLoyaltyPoints' ? 'LoyaltyPoints' : 'LoyaltyTier';
  const shown = { id: someId, created: someTime, accountId: 1, userId: 1, entity };
  const made = await sent();
  expect(made).toEqual({ ...shown, amount: 1 });
  expect(await sent()).toEqual({ ...shown, amount: 0 });
  return (made as { id: number }).id;
}

/** Points of customers. */
export const LOYALTY_CHECKS: Checks = {
  getLoyaltyPrograms: async (call, world, version) => {
    const program = await newProgram(world, world.shop.application);
    const shown = shownProgram(program, world.shop.application, version);
    expect(entryOf(await call('getLoyaltyPrograms'), program.id)).toEqual(shown);
  },
  getLoyaltyProgram: async (call, world, version) => {
    const program = await newProgram(world, world.shop.application);
    const shown = shownProgram(program, world.shop.application, version);
    expect(await call('getLoyaltyProgram', program.id)).toEqual(shown);
  },
  addLoyaltyPoints: async (call, world, version) => {
    const program = await filledProgram(world);
    await call('addLoyaltyPoints', program.id, world.customer, { points: 1, name: 'more' });
    await comesToLedger(call, program, world, version, { spent: 30.5, left: { welcome: 69.5, more: 1 } });
    await expect(call('addLoyaltyPoints', program.id, newName(), { points: 1 })).rejects.toThrow(/^404 /);
  },
  removeLoyaltyPoints: async (call, world, version) => {
    const program = await filledProgram(world);
    const remove = (points: number) => call('removeLoyaltyPoints', program.id, world.customer, { points });
    await expect(remove(69.51)).rejects.toThrow(/^400 /);
    await remove(69.5);
    await comesToLedger(call, program, world, version, { spent: 100, left: {} });
  },
  getLoyaltyPoints: async (call, world, version) => {
    await comesToLedger(call, await filledProgram(world), world, version, FILLED);
  },
  getLoyaltyStatistics: (call, world, version) =>
    withinADay(async () => {
      const { id } = await filledProgram(world);
      await comesTo(() => call('getLoyaltyStatistics', id), {
        ...{ totalActivePoints: 69.5, totalPendingPoints: 0, totalSpentPoints: 30.5, totalExpiredPoints: 0 },
        ...sinceFive(version, {
          ...{ date: someTime, totalMembers: 1, newMembers: 1 },
          spentPoints: { createdManually: 30.5, createdViaRuleEngine: 0 },
          earnedPoints: { createdManually: 100, createdViaRuleEngine: 0 },
        }),
      });
    }),
  exportLoyaltyBalance: (call, world) => exportsBalances('exportLoyaltyBalance', call, world),
  exportLoyaltyBalances: (call, world) => exportsBalances('exportLoyaltyBalances', call, world),
  exportLoyaltyLedger: async (call, world) => {
    const program = await filledProgram(world);
    const range = [new Date(world.began), now()];
    const lines = async () =>
      String(await call('exportLoyaltyLedger', ...range, program.id, world.customer)).split('\n');
    await comesTo(lines, [
      LOG,
      logged(program, world, 'addition,added,100,welcome', TIME),
      logged(program, world, 'subtraction,deducted,30.5,oops', 'immediate'),
      '',
    ]);
  },
  getLoyaltyBalances: async (call, world) => {
    const { id } = await filledProgram(world);
    const balance = { activePoints: 69.5, pendingPoints: 0, spentPoints: 30.5, expiredPoints: 0 };
    await comesTo(() => call('getLoyaltyBalances', id, world.customer), { balance, subledgerBalances: {} });
  },
  getLoyaltyProgramProfileTransactions: async (call, world) => {
    const program = await filledProgram(world);
    const read = () => call('getLoyaltyProgramProfileTransactions', program.id, world.customer);
    await comesTo(read, { hasMore: false, data: filling(program) });
  },
  getLoyaltyProgramTransactions: async (call, world) => {
    const program = await filledProgram(world);
    const read = () => call('getLoyaltyProgramTransactions', program.id, { loyaltyTransactionType: 'manual' });
    await comesTo(read, { hasMore: false, data: filling(program, { customerProfileId: world.customer }) });
  },
  importLoyaltyPoints: async (call, world) => {
    const program = await filledProgram(world);
    const header = 'customerprofileid,amount,startdate,expirydate,subledgerid,reason';
    const line = `${world.customer},5.25,,,bonus,moved in`;
    const importId = await importsLine('importLoyaltyPoints', call, program, `${header}\n${line}\n`);
    const shown = { type: 'addition', amount: 5.25, name: 'moved in', subledgerId: 'bonus', startDate: someTime };
    const read = () => call('getLoyaltyProgramTransactions', program.id, { loyaltyTransactionType: 'import' });
    const data = [transaction(program, { ...shown, importId, customerProfileId: world.customer })];
    await comesTo(read, { hasMore: false, data });
  },
  importLoyaltyCustomersTiers: async (call, world, version) => {
    const program = await filledProgram(world, 1_000);
    const until = '2999-01-01T00:00:00.000Z';
    const lines = [world.customer, 'nobody at all'].map((profile) => `,${profile},gold,${until}\n`);
    const csv = `subledgerid,customerprofileid,tiername,expirydate\n${lines.join('')}`;
    await importsLine('importLoyaltyCustomersTiers', call, program, csv);
    const tier = { id: 1, name: 'gold', expiryDate: until };
    await comesToLedger(call, program, world, version, { ...FILLED, tier });
  },
};
