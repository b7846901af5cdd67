import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { forApplications } from '../lists/for-applications';
import { IdPipe } from '../lists/id.pipe';
import { Pages } from '../lists/pages';
import { CreatedWebhookDto, NewWebhookDto, WebhookDto, WebhookPageDto, WebhookQueryDto } from './webhook.dto';
import { WebhookEntity } from './webhook.entity';
import { showWebhook } from './webhook.wire';
import { findWebhook, Webhooks } from './webhooks.service';

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('admin')
  @ApiCreatedResponse({ type: CreatedWebhookDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewWebhookDto): Promise<CreatedWebhookDto> {
    const { row, secret } = await this.webhooks.create(actor, body);
    return { ...showWebhook(row), secret };
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: WebhookPageDto })
  list(@Query() query: WebhookQueryDto): Promise<WebhookPageDto> {
    return this.pages.read({
      list: `webhooks/${query.applicationIds}`,
      entity: WebhookEntity,
      query,
      where: (rows) => forApplications(rows, query.applicationIds),
      show: showWebhook,
    });
  }

  @Get(':webhookId')
  @Allow('viewer')
  @ApiOkResponse({ type: WebhookDto })
  async get(@Param('webhookId', IdPipe) id: bigint): Promise<WebhookDto> {
    return showWebhook(await findWebhook(this.dataSource.manager, id));
  }

  @Put(':webhookId')
  @Allow('admin')
  @ApiOkResponse({ type: WebhookDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('webhookId', IdPipe) id: bigint,
    @Body() body: NewWebhookDto,
  ): Promise<WebhookDto> {
    return showWebhook(await this.webhooks.update(actor, id, body));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @Allow('admin')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @Param('webhookId', IdPipe) id: bigint): Promise<void> {
    await this.webhooks.delete(actor, id);
  }
}
