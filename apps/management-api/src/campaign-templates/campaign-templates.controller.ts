import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import { type Actor, CurrentActor } from '../auth/actor';
import { CampaignLists } from '../campaigns/campaign-lists';
import { showCollection } from '../collections/collection.wire';
import { IdPipe } from '../lists/id.pipe';
import { showRuleset } from '../rulesets/ruleset.wire';
import {
  CampaignTemplateDto,
  CampaignTemplatePageDto,
  CampaignTemplateQueryDto,
  NewCampaignTemplateDto,
  NewTemplateCampaignDto,
  TemplateCampaignDto,
  UpdateCampaignTemplateDto,
} from './campaign-template.dto';
import { CampaignTemplateLists } from './campaign-template-lists';
import { CampaignTemplates, findTemplate } from './campaign-templates.service';
import { TemplateCampaigns } from './template-campaigns.service';

@ApiTags('campaign templates')
@Controller('v1')
export class CampaignTemplatesController {
  constructor(
    private readonly templates: CampaignTemplates,
    private readonly templateCampaigns: TemplateCampaigns,
    private readonly lists: CampaignTemplateLists,
    private readonly campaigns: CampaignLists,
    private readonly dataSource: DataSource,
  ) {}

  @Post('campaign_templates')
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: CampaignTemplateDto })
  async create(@CurrentActor() actor: Actor, @Body() body: NewCampaignTemplateDto): Promise<CampaignTemplateDto> {
    return this.lists.show(await this.templates.create(actor, body));
  }

  @Get('campaign_templates')
  @Allow('viewer')
  @ApiOkResponse({ type: CampaignTemplatePageDto })
  list(@Query() query: CampaignTemplateQueryDto): Promise<CampaignTemplatePageDto> {
    return this.lists.read(query);
  }

  @Get('campaign_templates/:templateId')
  @Allow('viewer')
  @ApiOkResponse({ type: CampaignTemplateDto })
  async get(@Param('templateId', IdPipe) id: bigint): Promise<CampaignTemplateDto> {
    return this.lists.show(await findTemplate(this.dataSource.manager, id));
  }

  @Put('campaign_templates/:templateId')
  @Allow('editor')
  @ApiOkResponse({ type: CampaignTemplateDto })
  async update(
    @CurrentActor() actor: Actor,
    @Param('templateId', IdPipe) id: bigint,
    @Body() body: UpdateCampaignTemplateDto,
  ): Promise<CampaignTemplateDto> {
    return this.lists.show(await this.templates.update(actor, id, body));
  }

  @Delete('campaign_templates/:templateId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(@CurrentActor() actor: Actor, @Param('templateId', IdPipe) id: bigint): Promise<void> {
    await this.templates.delete(actor, id);
  }

  /** A disabled campaign with the template's rules. */
  @Post('applications/:applicationId/create_campaign_from_template')
  @HttpCode(200)
  @Allow('editor')
  @ApiOkResponse({ type: TemplateCampaignDto })
  async use(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Body() body: NewTemplateCampaignDto,
  ): Promise<TemplateCampaignDto> {
    const { campaign, ruleset, collections } = await this.templateCampaigns.create(actor, applicationId, body);
    const { row, version, active } = ruleset;
    const shown = await this.campaigns.show(campaign);
    return {
      campaign: shown,
      ruleset: showRuleset(row, version, active),
      collections: collections.map(showCollection),
    };
  }
}
