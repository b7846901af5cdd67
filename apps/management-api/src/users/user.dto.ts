import { newUser, pageOf, updateUser, user } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewUserDto extends createZodDto(newUser) {}
export class UpdateUserDto extends createZodDto(updateUser) {}
export class UserDto extends createZodDto(user) {}
export class UserPageDto extends createZodDto(pageOf(user)) {}
