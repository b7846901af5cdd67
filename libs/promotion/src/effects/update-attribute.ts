import { sameValue, valueText } from '../attributes/same-value';
import type { Draft } from '../deciding/draft';
import { attributeRefusals } from '../validation/attributes';
import type { Value } from '../value';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType, type Getter } from './effect-type';
import type { PropReader } from './prop-reader';

const PATH = /^(Session|Profile)\.attributes\.([A-Za-z]\w*)$/i;

/** Where the attribute lives. */
interface Target {
  readonly path: string;
  readonly entity: 'CustomerSession' | 'CustomerProfile';
  readonly attribute: string;
}

export const updateAttribute: EffectType = {
  type: 'updateAttribute',
  summary: 'Writes an attribute of the session or the profile; again only when its value differs.',
  lasting: 'once',
  onFailure: false,
  props: [
    { name: 'path', type: 'Session.attributes.x | Profile.attributes.x', required: true, about: 'Which one.' },
    {
      name: 'value',
      type: "the attribute's",
      required: true,
      about: 'A text for a string attribute, else an expression or a constant.',
    },
  ],
  compile(read) {
    const target = targetOf(read);
    return applying({ value: valueGetter(read, target) }, ({ value }, run) => write(target, value, run));
  },
};

const NOWHERE: Target = { path: '', entity: 'CustomerSession', attribute: '' };

function targetOf(read: PropReader): Target {
  const path = read.take('path', true);
  const match = typeof path === 'string' ? PATH.exec(path) : null;
  if (match === null) {
    if (path !== undefined) read.wrong('path', 'is Session.attributes.<name> or Profile.attributes.<name>', null);
    return NOWHERE;
  }
  const entity = match[1]?.toLowerCase() === 'session' ? 'CustomerSession' : 'CustomerProfile';
  return { path: match[0], entity, attribute: match[2] ?? '' };
}

function valueGetter(read: PropReader, { entity, attribute }: Target): Getter<Value> {
  const value = read.take('value', true);
  if (value === undefined || attribute === '') return () => null;
  return read.attribute(entity, attribute, value, read.at('value'));
}

function write(target: Target, value: Value, run: EffectRun): EffectOutcome {
  const unfit = missingEntity(target, run) ?? unfitValue(target, value, run);
  if (unfit !== undefined) return unfit;
  const props = { path: target.path, value };
  return { draft: written(run.draft, target, value), effects: [{ props, shares: [], value: valueText(value) }] };
}

function missingEntity({ entity }: Target, run: EffectRun): EffectFailure | undefined {
  if (entity === 'CustomerSession' && !run.hasSession) return new EffectFailure('there is no session to write', false);
  if (entity === 'CustomerProfile' && run.profileId === '') return new EffectFailure('there is no profile', false);
  return undefined;
}

/** What a rule computes is held to the declaration like what an integration sends. */
function unfitValue({ entity, attribute }: Target, value: Value, run: EffectRun): EffectFailure | undefined {
  const definitions = run.catalog.attributes(run.campaign.application, entity);
  const [wrong] = attributeRefusals({ [attribute]: value }, definitions, '');
  return wrong === undefined ? undefined : new EffectFailure(`${wrong.code}: ${wrong.details}`, true);
}

function written(draft: Draft, { entity, attribute }: Target, value: Value): Draft {
  const key = entity === 'CustomerSession' ? 'sessionAttributes' : 'profileAttributes';
  if (sameValue(draft[key][attribute] ?? null, value)) return draft;
  return { ...draft, [key]: { ...draft[key], [attribute]: value } };
}
