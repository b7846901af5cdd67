import { CelObject, HistoryList, Timestamp, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { Instant } from '../value';
import type { History, PastEvent, PastSession } from '../world';
import { AttributesObject } from './attribute-type';
import { itemObjects } from './session-object';

/** `history`: the past of the profile in this application, without the session that is being decided. */
export class HistoryObject extends CelObject {
  private sessions: HistoryList | undefined;
  private events: HistoryList | undefined;

  constructor(
    private readonly history: History,
    private readonly at: Instant,
    private readonly currentSession: string | null,
    private readonly exponent: number,
  ) {
    super();
  }

  override get(field: string): Result | undefined {
    if (field === 'sessions') return (this.sessions ??= this.pastSessions());
    if (field === 'events') return (this.events ??= this.pastEvents());
    return undefined;
  }

  private pastSessions(): HistoryList {
    const past = this.history.sessions.filter(({ id }) => id !== this.currentSession);
    const objects = past.map((session) => new PastSessionObject(session, this.exponent));
    return new HistoryList(objects, Timestamp.fromMillis(this.at), this.history.sessionsTruncated);
  }

  private pastEvents(): HistoryList {
    const objects = this.history.events.map((event) => new PastEventObject(event));
    return new HistoryList(objects, Timestamp.fromMillis(this.at), this.history.eventsTruncated);
  }
}

class PastSessionObject extends CelObject {
  constructor(
    private readonly past: PastSession,
    private readonly exponent: number,
  ) {
    super();
  }

  override get(field: string): Result | undefined {
    switch (field) {
      case 'id':
        return this.past.id;
      case 'at':
        return Timestamp.fromMillis(this.past.at);
      case 'total':
        return Rational.fromMinor(this.past.total, this.exponent);
      case 'cartItems':
        return itemObjects(this.past.cartItems, this.exponent);
      case 'attributes':
        return new AttributesObject(this.past.attributes);
      default:
        return undefined;
    }
  }
}

class PastEventObject extends CelObject {
  constructor(private readonly past: PastEvent) {
    super();
  }

  override get(field: string): Result | undefined {
    switch (field) {
      case 'type':
        return this.past.type;
      case 'at':
        return Timestamp.fromMillis(this.past.at);
      case 'attributes':
        return new AttributesObject(this.past.attributes);
      default:
        return undefined;
    }
  }
}
