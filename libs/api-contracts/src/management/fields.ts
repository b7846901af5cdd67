import { z } from 'zod';

/** Ids of Tessera's own entities: JSON numbers, as the SDKs need them. */
export const id = z.int().positive();

/** Ids in a query, with commas between. */
export const idList = z.string().regex(/^[1-9]\d{0,15}(,[1-9]\d{0,15}){0,999}$/, 'ids with commas between');

/** An id in a query. */
export const idText = z.string().regex(/^[1-9]\d{0,15}$/, 'an id');

/** An instant with its offset. */
export const instant = z.iso.datetime({ offset: true });

/** An instant with its offset, or a local time without one, which is read in the application's time zone. */
export const localOrInstant = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);

/** No control characters (PostgreSQL cannot keep NUL, nothing else of them belongs into a name), no half surrogates. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

/** Text of several lines. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u, 'no control characters but tabs and line ends');

export const title = line(200).min(1);
export const description = prose(4_000);

/** Values by the names of declared attributes; what a value may be, the declaration says. */
export const attributes = z.record(z.string(), z.unknown());
