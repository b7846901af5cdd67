import { applicationEvent } from '@tessera/api-contracts';
import { z } from 'zod';
import { type CsvRow, csvInstant, type DateFormat } from './csv';

/** An event with the worth of the session that it happened in. */
export const exportedEvent = applicationEvent.extend({ sessionTotal: z.number().optional() });
export type ExportedEvent = z.infer<typeof exportedEvent>;

export const EFFECT_COLUMNS = [
  ...['applicationid', 'campaignid', 'couponid', 'created', 'event_type', 'eventid', 'name', 'profileintegrationid'],
  ...['props', 'ruleindex', 'rulesetid', 'sessionid', 'profileid', 'sessionintegrationid', 'total_revenue'],
] as const;

type Column = (typeof EFFECT_COLUMNS)[number];

/** The rows of an event: one for each effect that lasts, of the campaign that is asked for. */
export function effectRows(
  event: ExportedEvent,
  { campaignId, dateFormat }: { campaignId?: number | undefined; dateFormat: DateFormat },
): CsvRow[] {
  return event.effects
    .filter(({ phase }) => phase !== 'transient')
    .filter((effect) => campaignId === undefined || effect.campaignId === campaignId)
    .map((effect): Partial<Record<Column, unknown>> => ({
      applicationid: event.applicationId,
      campaignid: effect.campaignId,
      couponid: effect.triggeredByCoupon,
      created: csvInstant(event.created, dateFormat),
      event_type: event.type,
      eventid: event.id,
      name: effect.effectType,
      profileintegrationid: event.profileIntegrationId,
      profileid: event.profileId,
      props: effect.props,
      ruleindex: effect.ruleIndex,
      rulesetid: effect.rulesetId,
      sessionid: event.sessionId,
      sessionintegrationid: event.sessionIntegrationId,
      total_revenue: event.sessionTotal,
    }));
}
