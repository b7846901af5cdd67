import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Json } from '@tessera/api-contracts';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { CsvDownload } from '../exports/csv-download';
import { download } from '../exports/download';
import { IdPipe } from '../lists/id.pipe';
import { showLedger } from './ledger.wire';
import { Ledgers } from './ledgers.service';
import { LoyaltyExports } from './loyalty-exports.service';
import { findLoyaltyProgram } from './loyalty-programs.service';
import {
  LedgerDto,
  LogRangeDto,
  ProgramTransactionsDto,
  ProgramTransactionsQueryDto,
  StatisticsDto,
} from './loyalty.dto';

/** Who has how many points. */
@ApiTags('loyalty')
@Controller('v1/loyalty_programs/:programId')
export class LedgersController {
  constructor(
    private readonly ledgers: Ledgers,
    private readonly exports: LoyaltyExports,
    private readonly dataSource: DataSource,
  ) {}

  /** Balances with tiers, and the points that are active or pending, those that expire first in front. */
  @Get('profile/:integrationId')
  @Allow('viewer')
  @ApiOkResponse({ type: LedgerDto })
  async ledger(
    @Param('programId', IdPipe) id: bigint,
    @Param('integrationId') profileId: string,
  ): Promise<{ [name: string]: Json }> {
    const program = await findLoyaltyProgram(this.dataSource.manager, id);
    const view = await this.ledgers.one(program, profileId);
    return showLedger(view, await this.ledgers.addedAt(program, profileId, view));
  }

  @CsvDownload('profile/:integrationId/export_log')
  async log(
    @Param('programId', IdPipe) id: bigint,
    @Param('integrationId') profileId: string,
    @Query() range: LogRangeDto,
  ): Promise<StreamableFile> {
    const program = await findLoyaltyProgram(this.dataSource.manager, id);
    return download('loyalty_log', await this.exports.log(program, profileId, range));
  }

  @CsvDownload(['export_customer_balance', 'export_customer_balances'])
  async balances(@Param('programId', IdPipe) id: bigint): Promise<StreamableFile> {
    const program = await findLoyaltyProgram(this.dataSource.manager, id);
    return download('loyalty_balances', await this.exports.balances(program));
  }

  /** Of all profiles, the last first; what only time brought is not among them. */
  @Get('transactions')
  @Allow('viewer')
  @ApiOkResponse({ type: ProgramTransactionsDto })
  async transactions(
    @Param('programId', IdPipe) id: bigint,
    @Query() query: ProgramTransactionsQueryDto,
  ): Promise<ReturnType<Ledgers['transactions']>> {
    return this.ledgers.transactions(await findLoyaltyProgram(this.dataSource.manager, id), query);
  }

  /** Over all ledgers, as they stand now, and what today brought. */
  @Get('statistics')
  @Allow('viewer')
  @ApiOkResponse({ type: StatisticsDto })
  async statistics(@Param('programId', IdPipe) id: bigint): Promise<StatisticsDto> {
    return this.ledgers.statistics(await findLoyaltyProgram(this.dataSource.manager, id));
  }
}
