import { Body, Controller, Delete, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ApiError } from '@tessera/service-kit';
import { Allow, Public } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { LoginParamsDto, UserSessionDto } from './session.dto';
import { SignIn } from './sign-in.service';

@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly sessions: SignIn) {}

  @Post()
  @HttpCode(201)
  @Public()
  @ApiCreatedResponse({ type: UserSessionDto })
  signIn(@Body() body: LoginParamsDto, @Ip() address: string): Promise<UserSessionDto> {
    return this.sessions.signIn(body, address);
  }

  /** Ends the session of the token that the request carries. */
  @Delete()
  @HttpCode(204)
  @Allow('viewer')
  @ApiNoContentResponse()
  async signOut(@CurrentActor() actor: Actor): Promise<void> {
    if (!actor.session) throw ApiError.invalid('session.none', 'A management key has no session');
    await this.sessions.signOut(actor.session);
  }
}
