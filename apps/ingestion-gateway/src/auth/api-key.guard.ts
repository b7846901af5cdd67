import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiKeyScope, Catalog } from '@tessera/promotion';
import { ApiError, Clock } from '@tessera/service-kit';
import type { FastifyRequest } from 'fastify';
import { headerOf, minCatalogOf } from '../call/headers';
import { CatalogFeed } from '../catalog/catalog-feed';
import { RateLimit } from '../shed/rate-limit';
import { keyOf } from './api-key';
import { setCaller } from './caller';

/** How long a call waits for a catalog version that its `X-Tessera-Min-Catalog` names. */
const CATALOG_WAIT_MS = 1000;

/** Which scopes may call a handler: one of them is enough. */
export const AllowedTo = Reflector.createDecorator<readonly ApiKeyScope[]>();

/** Lets in who has a key with one of the handler's scopes; the catalog that is then held holds for the whole call. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly feed: CatalogFeed,
    private readonly clock: Clock,
    private readonly rateLimit: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const catalog = await this.catalogFor(request);
    const key = keyOf(catalog, request.headers.authorization, this.clock.now());
    const application = key && catalog.application(key.application);
    if (!key || !application) throw ApiError.unauthorized('ApiKey-v1');
    const allowed = this.reflector.get(AllowedTo, context.getHandler());
    if (!allowed.some((scope) => key.scopes.includes(scope))) {
      throw ApiError.forbidden('key.scope', 'The key does not have the scope for this');
    }
    await this.rateLimit.take(key.id);
    const readToken = headerOf(request, 'x-tessera-token');
    setCaller(request, { keyId: key.id, scopes: key.scopes, application, catalog, readToken });
    return true;
  }

  private async catalogFor(request: FastifyRequest): Promise<Catalog> {
    const version = minCatalogOf(request);
    if (version > this.feed.current.version && !(await this.feed.waitFor(version, CATALOG_WAIT_MS))) {
      const held = this.feed.current.version;
      throw ApiError.conflict('catalog.behind', 'The catalog version is not here yet', `version ${held} is held`);
    }
    return this.feed.current;
  }
}
