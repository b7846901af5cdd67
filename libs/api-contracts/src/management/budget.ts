import { z } from 'zod';
import { limitConfig } from './campaign';
import { instant } from './fields';

const idOfCustomer = z.string().min(1).max(1_000);

/** Whose counters are shown of limits that count apart; the others are shown in any case. */
export const budgetQuery = z.object({
  profileId: idOfCustomer.optional().describe('A customer profile, for limits per Profile.'),
  coupon: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('The code of a coupon or a referral of the campaign, for limits per Coupon or Referral.'),
  sessionId: idOfCustomer.optional().describe('A customer session, for limits per Session.'),
  identifier: idOfCustomer.optional().describe('For limits per Identifier.'),
});
export type BudgetQuery = z.infer<typeof budgetQuery>;

const amount = z.number().describe('In the unit of the limit: money in major units, points, or a count.');

/** A limit that holds for a campaign, its own or its application's, and how much of it is used up. */
export const campaignBudget = limitConfig.extend({
  periodStart: z.iso
    .date()
    .optional()
    .describe('The first day of the present period, in the time zone of the application.'),
  counter: amount
    .optional()
    .describe(
      'How much is used up, in the present period; in the unit of the limit. Not there where the limit counts apart and the query does not say for whom.',
    ),
});
export type CampaignBudget = z.infer<typeof campaignBudget>;

/** How a limit of the campaign as a whole was used up in the course of time. */
export const budgetCourse = limitConfig.extend({
  course: z.array(
    z.object({
      date: instant.describe('The start of the hour, day ….'),
      used: amount,
      returned: amount.describe('What cancellations and returns gave back; in the unit of the limit.'),
      counter: amount.describe(
        'How much was used up at the end of the hour, day …, or is now, in the period of the limit that this lies in.',
      ),
    }),
  ),
});
export type BudgetCourse = z.infer<typeof budgetCourse>;
