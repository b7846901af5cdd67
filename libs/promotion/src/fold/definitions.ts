import type { AttributeDefinition } from '../catalog-event';
import type { PersonalNames } from '../rules/personal-reads';

export type DefinitionMap = ReadonlyMap<string, AttributeDefinition>;

const NONE: DefinitionMap = new Map();

/** The account's attribute definitions, looked up by application, entity and event type. */
export class Definitions {
  private readonly views = new Map<string, DefinitionMap>();

  constructor(readonly all: readonly AttributeDefinition[] = []) {}

  with(definition: AttributeDefinition): Definitions {
    return new Definitions([...this.all.filter(({ id }) => id !== definition.id), definition]);
  }

  without(id: bigint): Definitions {
    return new Definitions(this.all.filter((one) => one.id !== id));
  }

  /** By name, those that hold for the entity in the application; for Event, of the event type. */
  of(application: bigint, entity: string, eventType: string | null): DefinitionMap {
    if (this.all.length === 0) return NONE;
    const key = `${application}/${entity}/${eventType ?? ''}`;
    const known = this.views.get(key);
    if (known !== undefined) return known;
    const view = new Map(this.all.filter(holdsFor(application, entity, eventType)).map((one) => [one.name, one]));
    // The answer never changes for these definitions, so that remembering it is no state.
    this.views.set(key, view);
    return view;
  }

  /** Those of all event types, for rules that see any event. */
  ofEvents(application: bigint): readonly AttributeDefinition[] {
    return this.all.filter((one) => one.entity === 'Event' && subscribed(one, application));
  }

  /**
   * Of all that is personal in the application; an entity without any is not in it. A profile is the account's, so it
   * holds what only other applications declare.
   */
  personalNames(application: bigint): PersonalNames {
    const holds = (one: AttributeDefinition) => one.entity === 'CustomerProfile' || subscribed(one, application);
    const personal = this.all.filter((one) => one.personal && holds(one));
    const namesOf = (entity: string) => personal.flatMap((one) => (one.entity === entity ? [one.name] : []));
    return new Map(personal.map(({ entity }) => [entity, new Set(namesOf(entity))]));
  }
}

function holdsFor(application: bigint, entity: string, eventType: string | null) {
  return (one: AttributeDefinition): boolean =>
    one.entity === entity && (entity !== 'Event' || one.eventType === eventType) && subscribed(one, application);
}

function subscribed(one: AttributeDefinition, application: bigint): boolean {
  return one.subscribedApplications.length === 0 || one.subscribedApplications.includes(application);
}

/** Whether rules checked against one still mean the same with the other: titles and suggestions are no part of types. */
export function sameShape(left: AttributeDefinition | undefined, right: AttributeDefinition): boolean {
  return (
    left !== undefined &&
    left.entity === right.entity &&
    left.name === right.name &&
    left.type === right.type &&
    left.eventType === right.eventType &&
    left.personal === right.personal &&
    left.subscribedApplications.join() === right.subscribedApplications.join()
  );
}
