import { apiKey, createdApiKey, newApiKey, pageOf, updateApiKey } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewApiKeyDto extends createZodDto(newApiKey) {}
export class UpdateApiKeyDto extends createZodDto(updateApiKey) {}
export class ApiKeyDto extends createZodDto(apiKey) {}
export class CreatedApiKeyDto extends createZodDto(createdApiKey) {}
export class ApiKeyPageDto extends createZodDto(pageOf(apiKey)) {}
