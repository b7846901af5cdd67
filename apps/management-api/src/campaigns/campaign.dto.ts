import {
  campaign,
  campaignCopy,
  campaignFilter,
  campaignSearch,
  listQuery,
  newCampaign,
  pageOf,
  updateCampaign,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewCampaignDto extends createZodDto(newCampaign) {}
export class UpdateCampaignDto extends createZodDto(updateCampaign) {}
export class CampaignDto extends createZodDto(campaign) {}
export class CampaignPageDto extends createZodDto(pageOf(campaign)) {}
export class CampaignCopyDto extends createZodDto(campaignCopy) {}
export class CampaignSearchDto extends createZodDto(campaignSearch) {}
export class CampaignQueryDto extends createZodDto(listQuery.extend(campaignFilter)) {}
