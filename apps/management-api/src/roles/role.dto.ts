import { roleEntry, rolePage } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class RoleDto extends createZodDto(roleEntry) {}
export class RolePageDto extends createZodDto(rolePage) {}
