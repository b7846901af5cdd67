import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { idIn } from '../lists/id.pipe';
import type { Place } from './find-campaign';

type Params = Readonly<Record<keyof Place, string>>;

const SHOWN = { required: true, schema: { format: 'int64', type: 'integer' } } as const;
const PARAMETERS = [ApiParam({ name: 'applicationId', ...SHOWN }), ApiParam({ name: 'campaignId', ...SHOWN })];

/** The place of a handler below `applications/:applicationId/campaigns/:campaignId`. What cannot be an id is a 404. */
export const InCampaign = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Place => {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Params }>>();
    return { applicationId: idIn(params.applicationId), campaignId: idIn(params.campaignId) };
  },
  [describe],
);

/** Tells the OpenAPI document of the parameters, which it cannot see in the handler's own. */
function describe(target: object, name: string | symbol | undefined): void {
  const handler = name === undefined ? undefined : Object.getOwnPropertyDescriptor(target, name);
  if (name !== undefined && handler) for (const parameter of PARAMETERS) parameter(target, name, handler);
}
