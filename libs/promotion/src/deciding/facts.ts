import { Timestamp, type Activation, type CelObject, type Result } from '@tessera/expression';
import type { Application, Campaign } from '../catalog-event';
import type { HistoryNeed } from '../history-window';
import type { Profile, ProfileActivity } from '../profile';
import { AchievementsObject } from '../rules/achievement-object';
import {
  applicationObject,
  campaignObject,
  collectionsObject,
  eventObject,
  profileObject,
} from '../rules/entity-objects';
import { HistoryObject } from '../rules/history-object';
import { LoyaltyObject } from '../rules/loyalty-object';
import { itemObjects, SessionObject } from '../rules/session-object';
import type { Session } from '../session';
import type { Attributes, Instant } from '../value';
import { isCurrent, type AudienceMoves } from './audience-moves';
import type { Desk } from './desk';
import { ledgerView } from './ledgers';
import { remainingTotal } from './returned-units';

/** What one request is about: the state that conditions read, before any rule has done anything. */
export interface Subject {
  readonly desk: Desk;
  readonly at: Instant;
  readonly application: Application;
  readonly exponent: number;
  /** Null for custom events and profile updates. */
  readonly session: Session | null;
  /** The closed session that a custom event is about: rules read it as `session`, and give nothing in it. */
  readonly connected: Session | null;
  /** Null: anonymous. */
  readonly profile: Profile | null;
  readonly activity: ProfileActivity | null;
  readonly event: {
    readonly type: string;
    readonly attributes: Attributes;
    /** What the request itself changed of the profile's audiences. */
    readonly moves: AudienceMoves;
  };
}

/** The variables that are the same for all campaigns; each is made when the first rule reads it. */
export class Facts implements Activation {
  private session: SessionObject | undefined;
  private profile: CelObject | undefined;
  private event: CelObject | undefined;
  private application: CelObject | undefined;
  private now: Timestamp | undefined;
  private collections: CelObject | undefined;
  private history: HistoryObject | undefined;

  constructor(
    private readonly subject: Subject,
    private readonly remainingTotal: () => bigint,
    /** How much of the past the rules ask about that are tried. */
    private readonly lookBack: () => HistoryNeed,
  ) {}

  resolve(name: string): Result | undefined {
    const { subject } = this;
    switch (name) {
      case 'session':
        return (this.session ??= this.sessionObject());
      case 'cartItems':
        return (this.session ??= this.sessionObject())?.get('cartItems');
      case 'profile':
        return (this.profile ??= this.profileObject());
      case 'event':
        return (this.event ??= eventObject(subject.event.type, subject.event.attributes));
      case 'application':
        return (this.application ??= applicationObject(subject.application));
      case 'now':
        return (this.now ??= Timestamp.fromMillis(subject.at));
      case 'collections':
        return (this.collections ??= this.collectionsObject());
      case 'history':
        return (this.history ??= this.historyObject());
      default:
        return undefined;
    }
  }

  private sessionObject(): SessionObject | undefined {
    const { session: own, connected, exponent } = this.subject;
    const session = own ?? connected;
    if (session === null) return undefined;
    const left = own === null ? () => remainingTotal(session) : this.remainingTotal;
    return new SessionObject(session, itemObjects(session.cartItems, exponent), exponent, left);
  }

  private profileObject(): CelObject | undefined {
    const { profile, activity, exponent, event, desk, at } = this.subject;
    if (profile === null) return undefined;
    const { catalog, application } = desk.situation;
    const nameOf = (audience: bigint): string | undefined => catalog.audience(application, audience)?.name;
    const audiences = profile.audiences.filter((one) => isCurrent(one, at));
    const loyalty = this.loyaltyOf(profile);
    return profileObject({
      profile: { ...profile, audiences },
      activity,
      exponent,
      moves: event.moves,
      nameOf,
      loyalty,
    });
  }

  private loyaltyOf({ integrationId }: Profile): CelObject {
    const { desk, at } = this.subject;
    const { catalog, application } = desk.situation;
    return new LoyaltyObject((name) => {
      const program = catalog.loyaltyPrograms(application).find((one) => one.name === name);
      return program && ledgerView(desk, program, integrationId, at);
    });
  }

  private collectionsObject(): CelObject {
    const { catalog, application } = this.subject.desk.situation;
    return collectionsObject((name) => catalog.collectionItems(application, name));
  }

  /** An anonymous session has no past. */
  private historyObject(): HistoryObject | undefined {
    const { desk, profile, at, session, exponent } = this.subject;
    if (profile === null) return undefined;
    const history = desk.history(profile.integrationId, this.lookBack());
    // One that is not loaded is an error in the rule, which nobody sees: the verdict then is `needs`.
    return history && new HistoryObject(history, at, session?.integrationId ?? null, exponent);
  }
}

/** The campaign's own variables over the facts. */
export class CampaignFacts implements Activation {
  private campaignValue: CelObject | undefined;

  constructor(
    private readonly facts: Activation,
    private readonly subject: Subject,
    private readonly campaign: Campaign,
  ) {}

  resolve(name: string): Result | undefined {
    if (name !== 'campaign') return this.facts.resolve(name);
    return (this.campaignValue ??= this.campaignObject());
  }

  private campaignObject(): CelObject {
    const { catalog } = this.subject.desk.situation;
    return campaignObject(catalog, this.campaign, this.achievements());
  }

  private achievements(): CelObject {
    const { desk, profile, at } = this.subject;
    const { catalog } = desk.situation;
    return new AchievementsObject((name) => {
      const achievement = catalog.campaignAchievement(this.campaign, name);
      if (achievement === undefined || profile === null) return undefined;
      return { achievement, progress: desk.achievement(achievement.id, profile.integrationId), at };
    });
  }
}
