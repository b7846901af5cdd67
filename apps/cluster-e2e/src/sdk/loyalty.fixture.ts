import { eventually } from '@tessera/testing';
import { succeeded, type Shape } from '../http.fixture';
import { withCsv } from './csv.fixture';
import { type Checks, entryOf, managementCaller, newName, type World } from './world.fixture';

interface Program {
  readonly id: number;
  readonly name: string;
}

/** A program of the shop, in which the customer has 100 points, of which 30 were taken again. */
async function filledProgram(world: World): Promise<Program> {
  const { cluster, shop, customer } = world;
  const name = newName();
  const body = {
    name,
    title: 'Stars',
    timezone: 'UTC',
    subscribedApplications: [shop.application],
    allowSubledger: true,
  };
  const { id } = (await succeeded(cluster.manage<Program>('POST', '/v1/loyalty_programs', { body }))).body;
  const call = managementCaller(world, 4);
  await call('addLoyaltyPoints', id, customer, { points: 100, name: 'welcome' });
  await call('removeLoyaltyPoints', id, customer, { points: 30.5, name: 'oops' });
  return { id, name };
}

const now = () => new Date(Date.now() + 60_000);

/** What the read model says when it has come as far. */
function eventuallyOf<T>(ask: () => Promise<unknown>, pick: (answer: Shape) => T | undefined): Promise<T> {
  return eventually(async () => pick((await ask()) as Shape));
}

const active = (answer: Shape) => {
  const { totalActivePoints } = answer as { totalActivePoints?: number };
  return totalActivePoints === 69.5 ? totalActivePoints : undefined;
};

export const LOYALTY_CHECKS: Checks = {
  getLoyaltyPrograms: async (call, world) => {
    const { id, name } = await filledProgram(world);
    expect(entryOf(await call('getLoyaltyPrograms'), id)).toMatchObject({ name, title: 'Stars' });
  },
  getLoyaltyProgram: async (call, world) => {
    const { id, name } = await filledProgram(world);
    expect(await call('getLoyaltyProgram', id)).toMatchObject({ id, name, defaultValidity: 'unlimited' });
  },
  addLoyaltyPoints: async (call, world) => {
    const { id } = await filledProgram(world);
    await call('addLoyaltyPoints', id, world.customer, { points: 1 });
    await expect(call('addLoyaltyPoints', id, newName(), { points: 1 })).rejects.toThrow(/^404 /);
  },
  removeLoyaltyPoints: async (call, world) => {
    const { id } = await filledProgram(world);
    await expect(call('removeLoyaltyPoints', id, world.customer, { points: 69.51 })).rejects.toThrow(/^400 /);
    await call('removeLoyaltyPoints', id, world.customer, { points: 69.5 });
  },
  getLoyaltyPoints: async (call, world) => {
    const { id } = await filledProgram(world);
    const ledger = await eventuallyOf(
      () => call('getLoyaltyPoints', id, world.customer),
      ({ ledger: own }) => (active(own as Shape) === undefined ? undefined : (own as Shape)),
    );
    expect(ledger).toMatchObject({ totalSpentPoints: 30.5, activePoints: [{ amount: 69.5, name: 'welcome' }] });
  },
  getLoyaltyStatistics: async (call, world) => {
    const { id } = await filledProgram(world);
    expect(await eventuallyOf(() => call('getLoyaltyStatistics', id), active)).toBe(69.5);
  },
  exportLoyaltyBalance: (call, world) => exportsBalances('exportLoyaltyBalance', call, world),
  exportLoyaltyBalances: (call, world) => exportsBalances('exportLoyaltyBalances', call, world),
  exportLoyaltyLedger: async (call, world) => {
    const { id } = await filledProgram(world);
    await eventually(async () => {
      const csv = String(await call('exportLoyaltyLedger', new Date(world.began), now(), id, world.customer));
      expect(csv).toContain('addition,added,100,welcome');
      expect(csv).toContain('subtraction,deducted,30.5,oops');
      return true;
    });
  },
  getLoyaltyBalances: async (call, world) => {
    const { id } = await filledProgram(world);
    const balance = await eventuallyOf(
      () => call('getLoyaltyBalances', id, world.customer),
      ({ balance: own }) => ((own as Shape)['activePoints'] === 69.5 ? (own as Shape) : undefined),
    );
    expect(balance).toMatchObject({ pendingPoints: 0, spentPoints: 30.5, expiredPoints: 0 });
  },
  getLoyaltyProgramProfileTransactions: async (call, world) => {
    const { id } = await filledProgram(world);
    const data = await eventuallyOf(
      () => call('getLoyaltyProgramProfileTransactions', id, world.customer),
      ({ data: all }) => ((all as Shape[]).length === 2 ? (all as Shape[]) : undefined),
    );
    expect(data).toMatchObject([
      { type: 'subtraction', amount: 30.5, name: 'oops' },
      { type: 'addition', amount: 100, name: 'welcome' },
    ]);
  },
  importLoyaltyPoints: async (call, world) => {
    const { id } = await filledProgram(world);
    const header = 'customerprofileid,amount,startdate,expirydate,subledgerid,reason';
    await importsLines('importLoyaltyPoints', call, id, `${header}\n${world.customer},5.25,,,bonus,moved in\n`);
    const shown = await eventuallyOf(
      () => call('getLoyaltyProgramTransactions', id, { loyaltyTransactionType: 'import' }),
      ({ data }) => (data as Shape[])[0],
    );
    expect(shown).toMatchObject({
      amount: 5.25,
      name: 'moved in',
      subledgerId: 'bonus',
      customerProfileId: world.customer,
    });
    expect(shown).toMatchObject({ importId: expect.any(Number) as number });
  },
  importLoyaltyCustomersTiers: async (call, world) => {
    const { id } = await filledProgram(world);
    const body = { tiers: [{ name: 'gold', minPoints: 1_000 }] };
    await succeeded(world.cluster.manage('PUT', `/v1/loyalty_programs/${id}`, { body }));
    const header = 'subledgerid,customerprofileid,tiername,expirydate';
    const csv = `${header}\n,${world.customer},gold,2999-01-01T00:00:00Z\n,nobody at all,gold,2999-01-01T00:00:00Z\n`;
    await importsLines('importLoyaltyCustomersTiers', call, id, csv);
    const shown = await eventuallyOf(
      () => call('getLoyaltyPoints', id, world.customer),
      ({ ledger }) => (ledger as Shape)['currentTier'],
    );
    expect(JSON.stringify(shown)).toContain('gold');
  },
  getLoyaltyProgramTransactions: async (call, world) => {
    const { id } = await filledProgram(world);
    const data = await eventuallyOf(
      () => call('getLoyaltyProgramTransactions', id, { loyaltyTransactionType: 'manual' }),
      ({ data: all }) => ((all as Shape[]).length === 2 ? (all as Shape[]) : undefined),
    );
    expect(data).toMatchObject([
      { type: 'subtraction', amount: 30.5, customerProfileId: world.customer, programId: id },
      { type: 'addition', amount: 100, customerProfileId: world.customer, expiryDate: 'unlimited' },
    ]);
  },
};

/** The same file again changes nothing. */
async function importsLines(
  operation: string,
  call: Parameters<Checks[string]>[0],
  id: number,
  csv: string,
): Promise<void> {
  const sent = (): Promise<unknown> => withCsv(csv, (file) => call(operation, id, file));
  expect(await sent()).toMatchObject({ amount: 1, userId: expect.any(Number) as number });
  expect(await sent()).toMatchObject({ amount: 0 });
}

async function exportsBalances(operation: string, call: Parameters<Checks[string]>[0], world: World): Promise<void> {
  const { id } = await filledProgram(world);
  await eventually(async () => {
    expect(String(await call(operation, id))).toContain(`${id},,${world.customer},69.5,0,0,30.5,0,`);
    return true;
  });
}
