import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error';
import { type ServiceClaims, ServiceTokens } from './service-token';

const claimsOf = new WeakMap<FastifyRequest, ServiceClaims>();

/** Lets only other services in. On a route with `:app` the token must name that application, else it is a 404. */
@Injectable()
export class ServiceGuard implements CanActivate {
  constructor(private readonly tokens: ServiceTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { app?: string } }>>();
    const claims = await this.tokens.verify(request.headers.authorization);
    const { app } = request.params;
    if (app !== undefined && app !== claims.application) {
      throw ApiError.notFound('application.not_found', 'There is no such application');
    }
    claimsOf.set(request, claims);
    return true;
  }
}

/** A parameter of a handler behind the ServiceGuard: who asks. */
export const CallingService = createParamDecorator((_: unknown, context: ExecutionContext): ServiceClaims => {
  const claims = claimsOf.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!claims) throw new Error('CallingService needs the ServiceGuard');
  return claims;
});
