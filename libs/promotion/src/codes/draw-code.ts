import type { RandomSource } from './random-source';

/** What `#` becomes where nothing else is said: no 0, O, 1, I or L, which people confuse. */
export const DEFAULT_CHARACTERS: readonly string[] = [...'ABCDEFGHJKMNPQRSTUVWXYZ23456789'];

/** The pattern with each `#` replaced by one of the characters (`DEFAULT_CHARACTERS` when the list is empty). */
export function drawCode(pattern: string, characters: readonly string[], random: RandomSource): string {
  const alphabet = characters.length === 0 ? DEFAULT_CHARACTERS : characters;
  return pattern.replaceAll('#', () => alphabet[random.below(alphabet.length)] ?? '');
}

/** How many different codes a pattern can give, at most 2^53. */
export function patternCapacity(pattern: string, characters: readonly string[]): number {
  const alphabet = new Set(characters.length === 0 ? DEFAULT_CHARACTERS : characters);
  const places = pattern.split('#').length - 1;
  return Math.min(Number.MAX_SAFE_INTEGER, alphabet.size ** places);
}
