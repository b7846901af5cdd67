import { apiKey, createdApiKey, newApiKey, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewApiKeyDto extends createZodDto(newApiKey) {}
export class CreatedApiKeyDto extends createZodDto(createdApiKey) {}
export class ApiKeyPageDto extends createZodDto(pageOf(apiKey)) {}
