import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import { Allow } from '../auth/access';
import {
  WebhookActivationPageDto,
  WebhookActivationQueryDto,
  WebhookLogPageDto,
  WebhookLogQueryDto,
} from './webhook-log.dto';
import { WebhookLogs } from './webhook-logs';

/** What webhooks were asked for, how their calls went, and another try for those that failed. */
@ApiTags('webhooks')
@Controller('v1')
export class WebhookLogsController {
  constructor(private readonly logs: WebhookLogs) {}

  @Get('webhook_activation_logs')
  @Allow('viewer')
  @ApiOkResponse({ type: WebhookActivationPageDto })
  activations(@Query() query: WebhookActivationQueryDto): Promise<WebhookActivationPageDto> {
    return this.logs.activations(query);
  }

  @Get('webhook_logs')
  @Allow('viewer')
  @ApiOkResponse({ type: WebhookLogPageDto })
  calls(@Query() query: WebhookLogQueryDto): Promise<WebhookLogPageDto> {
    return this.logs.calls(query);
  }

  @Post('webhook_logs/:callId/retry')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  async retry(@Param('callId') id: string): Promise<void> {
    if (!z.uuid().safeParse(id).success) throw ApiError.notFound('webhook.call', 'There is no such call');
    await this.logs.retry(id);
  }
}
