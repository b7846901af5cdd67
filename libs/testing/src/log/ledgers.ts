import { fields, list, long, text, type Fields } from './record';
import type { Tally } from './tally';

/** How each thing that happens to points moves what a subledger has of them: left in lots less what is owed, spent, expired. */
const MOVES: Readonly<Record<string, { readonly left: bigint; readonly spent?: bigint; readonly expired?: bigint }>> = {
  added: { left: 1n },
  opened: { left: 1n },
  takenBack: { left: -1n },
  deducted: { left: -1n, spent: 1n },
  givenBack: { left: 1n, spent: -1n },
  expired: { left: -1n, expired: 1n },
  activated: { left: 0n },
};

/** Keeps a ledger, and looks whether its subledgers are what its entries add up to. */
export function foldLedger(event: Fields, tally: Tally): void {
  const ledger = fields(event['ledger']);
  const name = `ledger/${long(ledger['program'])}/${text(ledger['profileId'])}`;
  for (const entry of list(event['entries'])) book(`${name}/${text(entry['subledger'])}`, entry, tally);
  if ('spentDelta' in event) open(`${name}/${text(event['subledger'])}`, event, tally);
  for (const subledger of list(ledger['subledgers'])) {
    const own = `${name}/${text(subledger['id'])}`;
    tally.agrees(`${own} left`, tally.sum(`${own} left`), leftIn(subledger));
    tally.agrees(`${own} spent`, tally.sum(`${own} spent`), subledger['spent']);
    tally.agrees(`${own} expired`, tally.sum(`${own} expired`), subledger['expired']);
  }
  tally.keep(name, ledger);
}

function book(name: string, { kind, points }: Fields, tally: Tally): void {
  const moves = MOVES[text(kind)];
  if (moves === undefined) throw new Error(`an entry ${text(kind)}`);
  for (const [what, sign] of Object.entries(moves)) tally.add(`${name} ${what}`, sign * long(points));
}

/** What was said of the time before moves sums that no entry moves. */
function open(name: string, { spentDelta, expiredDelta, negativeDelta }: Fields, tally: Tally): void {
  tally.add(`${name} spent`, long(spentDelta));
  tally.add(`${name} expired`, long(expiredDelta));
  tally.add(`${name} left`, -long(negativeDelta));
}

const leftIn = ({ lots, negative }: Fields): bigint =>
  list(lots).reduce((sum, { points }) => sum + long(points), 0n) - long(negative);
