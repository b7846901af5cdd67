import {
  collection,
  collectionImport,
  collectionItem,
  collectionQuery,
  importQuery,
  newCampaignCollection,
  newCollection,
  pageOf,
  updateCampaignCollection,
  updateCollection,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewCollectionDto extends createZodDto(newCollection) {}
export class UpdateCollectionDto extends createZodDto(updateCollection) {}
export class NewCampaignCollectionDto extends createZodDto(newCampaignCollection) {}
export class UpdateCampaignCollectionDto extends createZodDto(updateCampaignCollection) {}
export class CollectionDto extends createZodDto(collection) {}
export class CollectionPageDto extends createZodDto(pageOf(collection)) {}
export class CollectionQueryDto extends createZodDto(collectionQuery) {}
export class CollectionItemPageDto extends createZodDto(pageOf(collectionItem)) {}
export class CollectionImportDto extends createZodDto(collectionImport) {}
export class ImportQueryDto extends createZodDto(importQuery) {}
