import type { Audience } from '../catalog-event';
import type { Draft } from '../deciding/draft';
import { isIn, withMembership } from '../deciding/audience-moves';
import { LIMITS } from '../validation/limits';
import type { Instant } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType, type PropDoc } from './effect-type';
import { optionalDate } from './points';
import { idOf } from './prop-reader';

/** Undefined: the profile is as it should be already. */
type Change = (
  draft: Draft,
  audience: Audience,
  run: EffectRun,
  until: Instant | null,
) => Draft | undefined | EffectFailure;

export const addToAudience = changeAudience(
  'addToAudience',
  'Puts the profile into an audience, once per session; where it is in it, only until when may change.',
  (draft, { id, name }, { at }, until) => {
    if (until !== null && until <= at) return ENDED;
    const audiences = withMembership(draft.audiences, { audience: id, name, joined: at, until }, at);
    if (audiences === draft.audiences) return undefined;
    return audiences.length > LIMITS.audiences ? TOO_MANY : { ...draft, audiences };
  },
  [
    {
      name: 'until',
      type: 'timestamp',
      required: false,
      about: "When the membership ends by itself, such as `now + duration('720h')`; it stays.",
    },
  ],
);

export const removeFromAudience = changeAudience(
  'removeFromAudience',
  'Takes the profile out of an audience, once per session; nothing where it is not in it.',
  (draft, { id }, { at }) => {
    if (!isIn(draft.audiences, id, at)) return undefined;
    return { ...draft, audiences: draft.audiences.filter(({ audience }) => audience !== id) };
  },
  [],
);

const TOO_MANY = new EffectFailure(`the profile is in ${LIMITS.audiences} audiences already`, false);

const ENDED = new EffectFailure('the membership would end before it begins', true);

function changeAudience(type: string, summary: string, change: Change, more: readonly PropDoc[]): EffectType {
  return {
    type,
    summary,
    lasting: 'once',
    onFailure: false,
    props: [{ name: 'audienceId', type: 'id', required: true, about: 'The audience.' }, ...more],
    compile(read) {
      const until = more.length === 0 ? () => null : read.optionalTime('until');
      return applying({ audienceId: read.id('audienceId'), until }, (props, run) => apply(props, run, change));
    },
    verify(catalog, application, { props }) {
      const id = idOf(props['audienceId'] ?? null);
      if (id === undefined || catalog.audience(application, id) !== undefined) return undefined;
      return `audience ${id} is not there, or of other applications`;
    },
  };
}

interface Props {
  readonly audienceId: bigint;
  readonly until: Instant | null;
}

function apply({ audienceId: id, until }: Props, run: EffectRun, change: Change): EffectOutcome {
  const audience = run.catalog.audience(run.campaign.application, id);
  if (audience === undefined) return new EffectFailure(`audience ${id} is not there`, true);
  if (run.profileId === '') return new EffectFailure('there is no profile', false);
  const draft = change(run.draft, audience, run, until);
  if (draft instanceof EffectFailure) return draft;
  if (draft === undefined) return { draft: run.draft, effects: [] };
  const { profileId: profileIntegrationId, profileNumber } = run;
  const props = {
    audienceId: id,
    audienceName: audience.name,
    profileIntegrationId,
    ...(profileNumber === 0n ? {} : { profileId: profileNumber }),
    ...optionalDate('until', until),
  };
  return { draft, effects: [{ props, shares: [], value: '' }] };
}
