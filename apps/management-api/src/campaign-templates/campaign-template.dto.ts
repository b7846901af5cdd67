import {
  campaignTemplate,
  campaignTemplateQuery,
  newCampaignTemplate,
  newTemplateCampaign,
  pageOf,
  templateCampaign,
  updateCampaignTemplate,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewCampaignTemplateDto extends createZodDto(newCampaignTemplate) {}
export class UpdateCampaignTemplateDto extends createZodDto(updateCampaignTemplate) {}
export class CampaignTemplateDto extends createZodDto(campaignTemplate) {}
export class CampaignTemplatePageDto extends createZodDto(pageOf(campaignTemplate)) {}
export class CampaignTemplateQueryDto extends createZodDto(campaignTemplateQuery) {}
export class NewTemplateCampaignDto extends createZodDto(newTemplateCampaign) {}
export class TemplateCampaignDto extends createZodDto(templateCampaign) {}
