import type { Audience } from '../catalog-event';
import type { Draft } from '../deciding/draft';
import { isIn } from '../deciding/audience-moves';
import { LIMITS } from '../validation/limits';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';
import { idOf } from './prop-reader';

/** Undefined: the profile is as it should be already. */
type Change = (draft: Draft, audience: Audience, run: EffectRun) => Draft | undefined | EffectFailure;

export const addToAudience = changeAudience(
  'addToAudience',
  'Puts the profile into an audience, once per session; nothing where it is in it.',
  (draft, { id, name }, { at }) => {
    if (isIn(draft.audiences, id)) return undefined;
    if (draft.audiences.length >= LIMITS.audiences) return TOO_MANY;
    return { ...draft, audiences: [...draft.audiences, { audience: id, name, joined: at }] };
  },
);

export const removeFromAudience = changeAudience(
  'removeFromAudience',
  'Takes the profile out of an audience, once per session; nothing where it is not in it.',
  (draft, { id }) => {
    if (!isIn(draft.audiences, id)) return undefined;
    return { ...draft, audiences: draft.audiences.filter(({ audience }) => audience !== id) };
  },
);

const TOO_MANY = new EffectFailure(`the profile is in ${LIMITS.audiences} audiences already`, false);

function changeAudience(type: string, summary: string, change: Change): EffectType {
  return {
    type,
    summary,
    lasting: 'once',
    onFailure: false,
    props: [{ name: 'audienceId', type: 'id', required: true, about: 'The audience.' }],
    compile(read) {
      return applying({ audienceId: read.id('audienceId') }, ({ audienceId }, run) => apply(audienceId, run, change));
    },
    verify(catalog, application, { props }) {
      const id = idOf(props['audienceId'] ?? null);
      if (id === undefined || catalog.audience(application, id) !== undefined) return undefined;
      return `audience ${id} is not there, or of other applications`;
    },
  };
}

function apply(id: bigint, run: EffectRun, change: Change): EffectOutcome {
  const audience = run.catalog.audience(run.campaign.application, id);
  if (audience === undefined) return new EffectFailure(`audience ${id} is not there`, true);
  if (run.profileId === '') return new EffectFailure('there is no profile', false);
  const draft = change(run.draft, audience, run);
  if (draft instanceof EffectFailure) return draft;
  if (draft === undefined) return { draft: run.draft, effects: [] };
  const props = { audienceId: id, audienceName: audience.name, profileIntegrationId: run.profileId };
  return { draft, effects: [{ props, shares: [], value: '' }] };
}
