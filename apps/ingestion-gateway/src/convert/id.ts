/** Ids are compared byte by byte, in Unicode's normal form C. */
export const normalId = (id: string): string => id.normalize('NFC');
