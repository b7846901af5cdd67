import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiError, Clock } from '@tessera/service-kit';
import type { FastifyReply } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { LoyaltyReads, programOf, type Shown } from '../reads/loyalty-reads';
import { STALE } from '../reads/due';
import { DescribesRead } from './describe';
import {
  BalancesQuery,
  LoyaltyBalances,
  LoyaltyPointsPage,
  LoyaltyTransactionsPage,
  PointsQuery,
  TransactionsQuery,
} from './dto';

@ApiTags('Loyalty')
@Controller('v1/loyalty_programs/:loyaltyProgramId/profile/:integrationId')
@UseGuards(ApiKeyGuard)
export class LoyaltyController {
  constructor(
    private readonly reads: LoyaltyReads,
    private readonly clock: Clock,
  ) {}

  @Get('balances')
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getLoyaltyBalances', summary: 'The points of a profile' })
  @ApiOkResponse({ type: LoyaltyBalances })
  @DescribesRead()
  async balances(
    @Param('loyaltyProgramId') programId: string,
    @Param('integrationId') profileId: string,
    @Query() { endDate, subledgerId: subledger, includeTiers }: BalancesQuery,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = { program: programOf(caller, programId), profileId };
    const options = { tiers: includeTiers === 'true', subledger };
    await answer(reply, this.reads.balances(caller, place, this.instantOf(endDate), options));
  }

  @Get('transactions')
  @AllowedTo(['integration', 'read'])
  @ApiOperation({
    operationId: 'getLoyaltyProgramProfileTransactions',
    summary: 'What was added and taken, newest first',
  })
  @ApiOkResponse({ type: LoyaltyTransactionsPage })
  @DescribesRead()
  async transactions(
    @Param('loyaltyProgramId') programId: string,
    @Param('integrationId') profileId: string,
    @Query() query: TransactionsQuery,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answer(reply, this.reads.transactions(caller, { program: programOf(caller, programId), profileId }, query));
  }

  @Get('points')
  @AllowedTo(['integration', 'read'])
  @ApiOperation({
    operationId: 'getLoyaltyProgramProfilePoints',
    summary: 'Points that are active, pending or expired',
  })
  @ApiOkResponse({ type: LoyaltyPointsPage })
  @DescribesRead()
  async points(
    @Param('loyaltyProgramId') programId: string,
    @Param('integrationId') profileId: string,
    @Query() query: PointsQuery,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = { program: programOf(caller, programId), profileId };
    await answer(reply, this.reads.points(caller, place, this.clock.now(), query));
  }

  /** Of the past only its entries are kept. */
  private instantOf(endDate: string | undefined): bigint {
    const now = this.clock.now();
    if (endDate === undefined) return now;
    const end = BigInt(Date.parse(endDate));
    if (end >= now) return end;
    throw ApiError.invalid('loyalty.end_date', 'Balances are shown as of now or later');
  }
}

async function answer(reply: FastifyReply, shown: Promise<Shown>): Promise<void> {
  const { body, stale } = await shown;
  if (stale) void reply.header(STALE, 'true');
  await reply.send(body);
}
