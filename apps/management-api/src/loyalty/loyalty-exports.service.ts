import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type LedgerAt, renderBalance, renderTransaction, type StoredEntry } from '@tessera/api-contracts';
import { type CsvRow, csvInstant, csvOf, type DateFormat } from '../exports/csv';
import { Ledgers } from './ledgers.service';
import type { LoyaltyProgramEntity } from './loyalty-program.entity';

const BALANCE_COLUMNS = [
  ...['loyaltyProgramID', 'loyaltySubledger', 'profileIntegrationID', 'currentBalance', 'pendingBalance'],
  ...['expiredBalance', 'spentBalance', 'negativeBalance', 'currentTier'],
];

const LOG_COLUMNS = [
  ...['id', 'created', 'programid', 'applicationid', 'profileintegrationid', 'sessionid', 'type', 'reason', 'amount'],
  ...['name', 'subledgerid', 'startdate', 'expirydate', 'transactionuuid', 'rulesetid', 'rulename'],
];

export interface LogRange {
  readonly rangeStart: string;
  readonly rangeEnd: string;
  readonly dateFormat: DateFormat;
}

/** Points as files, formula-safe. */
@Injectable()
export class LoyaltyExports {
  constructor(private readonly ledgers: Ledgers) {}

  /** Each ledger and subledger of the program as it stands now. Throws ApiError 503 before anything is streamed. */
  async balances(program: LoyaltyProgramEntity): Promise<Readable> {
    const all = await this.ledgers.all(program);
    const now = (stored: LedgerAt['ledger']): LedgerAt => this.ledgers.now(program, stored);
    return csvOf(BALANCE_COLUMNS, balanceRows(all, now));
  }

  /** What happened to a profile's points in [rangeStart, rangeEnd). Throws ApiError 404, 503 before anything is streamed. */
  async log(program: LoyaltyProgramEntity, profileId: string, range: LogRange): Promise<Readable> {
    const { rangeStart: startDate, rangeEnd: endDate } = range;
    await this.ledgers.one(program, profileId);
    const entries = await this.ledgers.entries(program, profileId, { startDate, endDate });
    return csvOf(LOG_COLUMNS, logRows(entries, program.id, profileId, range.dateFormat));
  }
}

async function* balanceRows(
  all: AsyncIterable<LedgerAt['ledger']>,
  now: (stored: LedgerAt['ledger']) => LedgerAt,
): AsyncGenerator<CsvRow> {
  for await (const stored of all) {
    const view = now(stored);
    for (const { id, tier } of view.ledger.subledgers) {
      const { activePoints, pendingPoints, expiredPoints, spentPoints, negativePoints } = renderBalance(
        view,
        id,
        false,
      );
      yield {
        loyaltyProgramID: Number(stored.program),
        loyaltySubledger: id,
        profileIntegrationID: stored.profileId,
        currentBalance: activePoints,
        pendingBalance: pendingPoints,
        expiredBalance: expiredPoints,
        spentBalance: spentPoints,
        negativeBalance: negativePoints,
        currentTier: tier?.name ?? '',
      };
    }
  }
}

async function* logRows(
  entries: AsyncIterable<StoredEntry>,
  programId: bigint,
  profileId: string,
  format: DateFormat,
): AsyncGenerator<CsvRow> {
  for await (const entry of entries) {
    const { id, created, applicationId, customerSessionId, type, reason, amount, name, ...rest } = renderTransaction(
      programId,
      entry,
    );
    const dates = { created: csvDate(created, format), startdate: csvDate(rest['startDate'], format) };
    yield {
      ...{ id, ...dates, programid: Number(programId), applicationid: applicationId, profileintegrationid: profileId },
      ...{ sessionid: customerSessionId, type, reason, amount, name, subledgerid: rest['subledgerId'] },
      ...{ expirydate: csvDate(rest['expiryDate'], format), transactionuuid: rest['transactionUUID'] },
      ...{ rulesetid: rest['rulesetId'], rulename: rest['ruleName'] },
    };
  }
}

/** `unlimited` and `on_action` are no instants. */
function csvDate(value: unknown, format: DateFormat): string {
  if (typeof value !== 'string') return '';
  return value === 'unlimited' || value === 'on_action' ? value : csvInstant(value, format);
}
