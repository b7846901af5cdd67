import { currencyExponent } from '@tessera/money';
import type { Profile } from '../profile';
import type { Session } from '../session';
import type { Instant } from '../value';
import type { Desk } from './desk';
import type { Subject } from './facts';

/** ISO 4217 gives most currencies two decimals; the catalog only takes currencies that it lists. */
const USUAL_EXPONENT = 2;

/** What the rules see. Throws TypeError where the application is unknown, which `validate` has refused before. */
export function subjectOf(
  desk: Desk,
  at: Instant,
  profile: Profile | null,
  session: Session | null,
  event: Subject['event'],
): Subject {
  const { catalog, application: id } = desk.situation;
  const application = catalog.application(id);
  if (application === undefined) throw new TypeError(`application ${id} is not in the catalog`);
  const activity = profile === null ? null : desk.activity(profile.integrationId);
  const exponent = currencyExponent(application.currency) ?? USUAL_EXPONENT;
  return { desk, at, application, exponent, session, connected: null, profile, activity, event };
}
