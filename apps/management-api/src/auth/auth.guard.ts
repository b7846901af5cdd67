import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { ACCESS, mayDo } from './access';
import { setActor } from './actor';
import { Credentials } from './credentials';
import { RateLimit } from './rate-limit';

/** 401 for who is not known, 429 for who asks too often, 403 for who may not. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly rateLimit: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.neededFor(context);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (needed === 'public' || !isManaging(request)) return true;
    const actor = await this.credentials.actorFor(request.headers.authorization ?? '', request.id);
    if (!actor) throw ApiError.unauthorized('Bearer');
    setActor(request, actor);
    await this.rateLimit.take(actor, request);
    if (!mayDo(actor.role, needed)) throw ApiError.forbidden('role.forbidden', `This needs the role ${needed}`);
    return true;
  }

  private neededFor(context: ExecutionContext): Role | 'public' {
    const places = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<Role | 'public' | undefined>(ACCESS, places) ?? 'admin';
  }
}

/** Everything that manages is below /v1; health, metrics and schemas are not. */
function isManaging({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/v1/') ?? true;
}
