import {
  allowedListImport,
  attribute,
  attributeQuery,
  importQuery,
  newAttribute,
  pageOf,
  updateAttribute,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewAttributeDto extends createZodDto(newAttribute) {}
export class AttributeQueryDto extends createZodDto(attributeQuery) {}
export class UpdateAttributeDto extends createZodDto(updateAttribute) {}
export class AttributeDto extends createZodDto(attribute) {}
export class AttributePageDto extends createZodDto(pageOf(attribute)) {}
export class AllowedListImportDto extends createZodDto(allowedListImport) {}
export class AllowedListQueryDto extends createZodDto(importQuery) {}
