import type { EventRequest } from '@tessera/api-contracts';
import { attributesFrom, type CustomEventReceived, type ProfileUpdateReceived } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { normalId } from './id';

type Declarations = Pick<Caller, 'application' | 'catalog'>;

/** A profile's body as a request of the domain; without attributes what is stored stays. */
export function profileRequest(
  id: string,
  attributes: Readonly<Record<string, unknown>> | null | undefined,
  { application, catalog }: Declarations,
  runRuleEngine: boolean,
): ProfileUpdateReceived {
  const definitions = catalog.attributes(application.id, 'CustomerProfile');
  return {
    kind: 'ProfileUpdateReceived',
    profileId: normalId(id),
    attributes: attributes ? attributesFrom(attributes, definitions) : null,
    runRuleEngine,
  };
}

/** A custom event's body as a request of the domain. */
export function eventRequest(body: EventRequest, { application, catalog }: Declarations): CustomEventReceived {
  const definitions = catalog.attributes(application.id, 'Event', body.type);
  return {
    kind: 'CustomEventReceived',
    profileId: normalId(body.profileId ?? ''),
    type: body.type,
    attributes: attributesFrom(body.attributes ?? {}, definitions),
  };
}
