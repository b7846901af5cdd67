import { createdManagementKey, managementKey, newManagementKey, pageOf } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewManagementKeyDto extends createZodDto(newManagementKey) {}
export class CreatedManagementKeyDto extends createZodDto(createdManagementKey) {}
export class ManagementKeyPageDto extends createZodDto(pageOf(managementKey)) {}
