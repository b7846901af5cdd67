import type { Catalog } from '../catalog';
import type { RuleEffect } from '../catalog-event';
import type { PropDoc } from './effect-type';
import { idOf } from './prop-reader';

/** The props that say whose points. */
export const PLACE_PROPS: readonly PropDoc[] = [
  { name: 'programId', type: 'id', required: true, about: 'The loyalty program.' },
  { name: 'subLedgerId', type: 'constant text', required: false, about: 'The subledger; the main ledger.' },
];

/** A message where the program that an effect names is not there for the application. */
export function unknownProgram(catalog: Catalog, application: bigint, { props }: RuleEffect): string | undefined {
  const id = idOf(props['programId'] ?? null);
  if (id === undefined || catalog.loyaltyPrograms(application).some((one) => one.id === id)) return undefined;
  return `the application is not subscribed to a loyalty program ${id}`;
}
