import {
  type AttributeEntity,
  type Attributes,
  type CartItemInput,
  type Coupon,
  type CouponChange,
  type CouponSettings,
  type Decision,
  type DomainEvent,
  type DurableEffect,
  type Effect,
  isSealed,
  type Request,
  type RuleFailure,
  type SealedValue,
  type Session,
  type Value,
} from '@tessera/promotion';
import {
  changeSubject,
  couponSubject,
  decisionSubject,
  eventSubject,
  type Personal,
  sessionSubject,
  settingsSubject,
} from './personal';
import { seal } from './seal-value';
import { profileSubject, type SubjectKey } from './subject-key';

/** What is done with one personal value; its result stands in its place. */
type Treat = <V extends Value>(value: V, subject: string, name: string) => V | SealedValue;

/**
 * The decision with every personal value sealed under its subject's key: attributes in the request and in every state
 * that resulted (session, cart items, profile, coupon, custom event), props that may come from personal values, what a
 * session remembers that rules wrote, and reasons of failures that may quote one. What holds none is passed on as it is.
 * @param keyFor the key of a subject that `personalSubjects` named
 */
export function sealDecision(
  application: bigint,
  decision: Decision,
  personal: Personal,
  keyFor: (subject: string) => SubjectKey,
): Decision {
  const treat: Treat = (value, subject, name) => seal(value, keyFor(subject), name);
  return new Sealing(application, personal, treat).decision(decision);
}

/** The subjects whose keys `sealDecision` will ask for. */
export function personalSubjects(application: bigint, decision: Decision, personal: Personal): ReadonlySet<string> {
  const subjects = new Set<string>();
  const note: Treat = (value, subject) => {
    subjects.add(subject);
    return value;
  };
  new Sealing(application, personal, note).decision(decision);
  return subjects;
}

/** One walk over the places where personal values may stand. */
class Sealing {
  constructor(
    private readonly application: bigint,
    private readonly personal: Personal,
    private readonly treat: Treat,
  ) {}

  decision(decision: Decision): Decision {
    const subject = decisionSubject(this.application, decision);
    if (subject === undefined) return decision;
    return {
      ...decision,
      request: decision.request && this.request(decision.request, subject),
      events: decision.events.map((event) => this.event(event)),
      effects: decision.effects.map((effect) => this.effect(effect, subject)),
      ruleFailures: decision.ruleFailures.map((failure) => this.failure(failure, subject)),
    };
  }

  private request(request: Request, subject: string): Request {
    switch (request.kind) {
      case 'SessionUpdateReceived':
        return {
          ...request,
          attributes: request.attributes && this.of('CustomerSession', request.attributes, subject),
          cartItems: request.cartItems && this.items(request.cartItems, subject),
        };
      case 'ProfileUpdateReceived':
        return {
          ...request,
          attributes: request.attributes && this.of('CustomerProfile', request.attributes, subject),
        };
      case 'CustomEventReceived':
        return { ...request, attributes: this.of('Event', request.attributes, subject, request.type) };
      case 'CouponChunkReceived':
      case 'CouponChangeReceived':
        return { ...request, settings: this.settings(request.settings, subject) };
      case 'CouponsChangeReceived':
        return { ...request, changes: request.changes.map((change) => this.change(change)) };
      default:
        return request;
    }
  }

  private event(event: DomainEvent): DomainEvent {
    switch (event.kind) {
      case 'SessionChanged':
        return { ...event, session: this.session(event.session) };
      case 'ProfileChanged': {
        const { attributes, integrationId } = event.profile;
        const sealed = this.of('CustomerProfile', attributes, profileSubject(integrationId));
        return { ...event, profile: { ...event.profile, attributes: sealed } };
      }
      case 'CustomEventRecorded': {
        const subject = eventSubject(this.application, event);
        return { ...event, attributes: this.of('Event', event.attributes, subject, event.type) };
      }
      case 'CouponChanged':
        return { ...event, coupon: this.coupon(event.coupon) };
      case 'CouponsCreated': {
        const subject = settingsSubject(this.application, event.settings, `c:${event.batch}`);
        return { ...event, settings: this.settings(event.settings, subject) };
      }
      default:
        return event;
    }
  }

  private session(session: Session): Session {
    const subject = sessionSubject(session);
    return {
      ...session,
      attributes: this.of('CustomerSession', session.attributes, subject),
      cartItems: this.items(session.cartItems, subject),
      effects: session.effects.map((effect) => this.effect(effect, subject)),
      durable: session.durable.map((one) => this.durable(one, subject)),
    };
  }

  private durable(one: DurableEffect, subject: string): DurableEffect {
    const { value } = one;
    return this.personal.written && value !== '' ? { ...one, value: this.once(value, subject, 'value') } : one;
  }

  private failure(failure: RuleFailure, subject: string): RuleFailure {
    if (!this.personal.failure(failure)) return failure;
    return { ...failure, details: this.once(failure.details, subject, 'details') };
  }

  private coupon(coupon: Coupon): Coupon {
    return { ...coupon, settings: this.settings(coupon.settings, couponSubject(coupon)) };
  }

  private change(change: CouponChange): CouponChange {
    const { settings } = change;
    if (settings === null) return change;
    return { ...change, settings: this.settings(settings, changeSubject(this.application, change, settings)) };
  }

  private items<I extends CartItemInput>(items: readonly I[], subject: string): readonly I[] {
    if (this.personal.names('CartItem').size === 0) return items;
    return items.map((item) => ({ ...item, attributes: this.of('CartItem', item.attributes, subject) }));
  }

  private settings(settings: CouponSettings, subject: string): CouponSettings {
    return { ...settings, attributes: this.of('Coupon', settings.attributes, subject) };
  }

  private effect(effect: Effect, subject: string): Effect {
    const names = Object.keys(effect.props).filter((name) => this.personal.prop(effect, name));
    return names.length === 0 ? effect : { ...effect, props: this.treated(effect.props, names, subject) };
  }

  private of(entity: AttributeEntity, attributes: Attributes, subject: string, eventType?: string): Attributes {
    const names = [...this.personal.names(entity, eventType)].filter((name) => Object.hasOwn(attributes, name));
    return names.length === 0 ? attributes : this.treated(attributes, names, subject);
  }

  /** Null says that nothing is there; what is sealed already stays as it is. */
  private treated(values: Attributes, names: readonly string[], subject: string): Attributes {
    const treated = names.map((name) => {
      const value = values[name] ?? null;
      return [name, value === null ? value : this.once(value, subject, name)] as const;
    });
    return { ...values, ...Object.fromEntries(treated) };
  }

  private once<V extends Value>(value: V, subject: string, name: string): V | SealedValue {
    return isSealed(value) ? value : this.treat(value, subject, name);
  }
}
