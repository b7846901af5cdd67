import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { renderCoupon } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { ApiError, Clock } from '@tessera/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { callOf } from '../call/call';
import { Reservations } from '../call/reservations';
import { readReservationsBody } from '../convert/bodies';
import { ReservedProfiles } from '../reads/reserved-profiles';
import { STALE } from '../reads/due';
import { DescribesMissing, DescribesRead, DescribesWrite } from './describe';
import { CouponReservationsBody, ReservedCoupon, ReservedCustomers } from './dto';

/** Coupons that wait for somebody. */
@ApiTags('Coupons')
@Controller('v1/coupon_reservations')
@UseGuards(ApiKeyGuard)
export class CouponReservationsController {
  constructor(
    private readonly reservations: Reservations,
    private readonly profiles: ReservedProfiles,
    private readonly clock: Clock,
  ) {}

  @Post(':couponValue')
  @HttpCode(201)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({
    operationId: 'createCouponReservation',
    summary: 'Reserve a coupon for profiles, beyond its limit too',
  })
  @ApiBody({ type: CouponReservationsBody })
  @ApiCreatedResponse({ type: ReservedCoupon })
  @DescribesMissing()
  @DescribesWrite()
  async create(
    @Param('couponValue') code: string,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const { integrationIDs } = readReservationsBody(given);
    const call = callOf(request, undefined, this.clock.now());
    return couponIn(await this.reservations.change(call, code, integrationIDs, true));
  }

  @Delete(':couponValue')
  @HttpCode(204)
  @AllowedTo(['integration', 'import'])
  @ApiOperation({ operationId: 'deleteCouponReservation', summary: 'Give reservations of a coupon back' })
  @ApiBody({ type: CouponReservationsBody })
  @ApiNoContentResponse()
  @DescribesMissing()
  @DescribesWrite()
  async delete(
    @Param('couponValue') code: string,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const { integrationIDs } = readReservationsBody(given);
    await this.reservations.change(callOf(request, undefined, this.clock.now()), code, integrationIDs, false);
  }

  @Get('customerprofiles/:couponValue')
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getReservedCustomers', summary: 'Who has a coupon reserved' })
  @ApiOkResponse({ type: ReservedCustomers })
  @DescribesRead()
  async holders(
    @Param('couponValue') code: string,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { profiles, stale } = await this.profiles.of(caller, code);
    if (stale) void reply.header(STALE, 'true');
    await reply.send({ totalResultSize: profiles.length, data: profiles });
  }
}

function couponIn({ payload, currency }: ReplyRecord): unknown {
  const [coupon] = payload.coupons;
  if (!coupon) throw ApiError.notFound('coupon.not_found', 'There is no such coupon');
  return renderCoupon(coupon, currency);
}
