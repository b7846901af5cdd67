import type { Situation, Verdict } from '../decide';
import type { Decision, Refusal } from '../decision';
import type { Effect } from '../effect';
import type { Request } from '../request';
import type { Instant } from '../value';
import type { Desk } from './desk';
import { evaluationPlacesOf } from './evaluation-places';
import { countOf, handOut, type Created, type Numbers } from './numbers';

/** Raised when the same request would be decided differently by the same catalog. */
export const ENGINE_VERSION = '4';

/** The part of a decision that its request determines. */
export type DecisionContent = Pick<Decision, 'events' | 'effects' | 'ruleFailures'>;

/** What a request comes to, once rows and numbers are there. */
export interface Outcome {
  readonly at: Instant;
  readonly created: Created;
  /** Called when everything that is needed is held. */
  readonly complete: (numbers: Numbers) => DecisionContent;
}

/** The verdict: rows first, then numbers, then the decision. */
export function verdict(desk: Desk, request: Request, { at, created, complete }: Outcome): Verdict {
  const rows = desk.needs();
  if (rows.length > 0) return { kind: 'needs', rows };
  const wanted = countOf(created);
  const { numbers } = desk.situation;
  if (numbers.length < wanted) return { kind: 'short', numbers: wanted };
  const content = complete(handOut(numbers, created));
  const { catalog, application } = desk.situation;
  const evaluationPlaces = evaluationPlacesOf(catalog, application, shownEffects(content));
  const bare = blank(desk.situation, request);
  const decision = { ...bare, outcome: 'accepted', reads: desk.reads(), ...content, evaluationPlaces };
  return { kind: 'decided', decision, at };
}

function shownEffects({ events, effects }: DecisionContent): Effect[] {
  const left = events.flatMap((event) => (event.kind === 'SessionChanged' ? event.session.effects : []));
  return [...effects, ...left];
}

/** A refusal writes nothing, but what it has read explains it. */
export function refused(desk: Desk, request: Request, refusals: readonly Refusal[]): Verdict {
  return plain(desk, { ...blank(desk.situation, request), outcome: 'refused', refusals }, desk.situation.at);
}

export function repeated(desk: Desk, request: Request, position: bigint, at: Instant): Verdict {
  return plain(desk, { ...blank(desk.situation, request), outcome: 'repeated', repeats: position }, at);
}

function plain(desk: Desk, decision: Decision, at: Instant): Verdict {
  const rows = desk.needs();
  if (rows.length > 0) return { kind: 'needs', rows };
  if (desk.situation.numbers.length < 1) return { kind: 'short', numbers: 1 };
  return { kind: 'decided', decision: { ...decision, reads: desk.reads() }, at };
}

function blank(situation: Situation, request: Request): Decision {
  return {
    outcome: 'refused',
    request,
    repeats: null,
    engineVersion: ENGINE_VERSION,
    entropy: situation.entropy,
    reads: [],
    events: [],
    effects: [],
    refusals: [],
    ruleFailures: [],
    evaluationPlaces: [],
  };
}
