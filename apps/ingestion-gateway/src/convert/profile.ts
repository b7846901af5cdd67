import type { EventRequest, ProfileRequest } from '@tessera/api-contracts';
import { attributesFrom, type Catalog, type CustomEventReceived, type ProfileUpdateReceived } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { normalId } from './id';

const NONE: ReturnType<Catalog['attributes']> = new Map();

type Declarations = Pick<Caller, 'application' | 'catalog'>;

/** A profile's body as a request of the domain; without attributes what is stored stays. */
export function profileRequest(
  id: string,
  { attributes, audiencesChanges }: Pick<ProfileRequest, 'attributes' | 'audiencesChanges'>,
  { application, catalog }: Declarations,
  runRuleEngine: boolean,
): ProfileUpdateReceived {
  const definitions = catalog.attributes(application.id, 'CustomerProfile');
  const adds = (audiencesChanges?.adds ?? []).map(BigInt);
  const until = audiencesChanges?.until ?? null;
  return {
    kind: 'ProfileUpdateReceived',
    profileId: normalId(id),
    attributes: attributes ? attributesFrom(attributes, definitions) : null,
    runRuleEngine,
    joins: adds,
    leaves: (audiencesChanges?.deletes ?? []).map(BigInt),
    ends: adds.flatMap((audience) => membershipEnd(audience, until)),
  };
}

/** @param until RFC 3339; null: the membership stays */
export function membershipEnd(audience: bigint, until: string | null): ProfileUpdateReceived['ends'] {
  return until === null ? [] : [{ audience, until: BigInt(Date.parse(until)) }];
}

/** Where an event happened, and what it is about. */
type Placed = Pick<CustomEventReceived, 'sessionId' | 'integrationId' | 'connectedSessionId'>;

/** A custom event's body as a request of the domain; ids in `placed` may be of any normal form. */
export function eventRequest(
  body: Pick<EventRequest, 'type' | 'profileId' | 'attributes'>,
  { application, catalog }: Declarations,
  { sessionId = null, integrationId = null, connectedSessionId = null }: Partial<Placed> = {},
): CustomEventReceived {
  // Only declared types are asked for: the catalog remembers its answers, and a type can be any text.
  const known = catalog.eventType(application.id, body.type) !== undefined;
  const definitions = known ? catalog.attributes(application.id, 'Event', body.type) : NONE;
  return {
    kind: 'CustomEventReceived',
    profileId: normalId(body.profileId ?? ''),
    type: body.type,
    attributes: attributesFrom(body.attributes ?? {}, definitions),
    sessionId: sessionId && normalId(sessionId),
    integrationId: integrationId && normalId(integrationId),
    connectedSessionId: connectedSessionId && normalId(connectedSessionId),
  };
}
