import type { Json } from '@tessera/api-contracts';

/** A JSON string, or a placeholder outside of one. */
const PARTS = /"(?:[^"\\]|\\.)*"|\$\{([^{}]*)\}/g;
const PLACEHOLDERS = /\$\{([^{}]*)\}/g;

/**
 * Fills a payload template. `${$name}` is a parameter of the webhook, `${name}` a fact of the effect; what is not there is
 * null. Within quotes a value stands as text, outside as JSON, so that no value can become part of the JSON around it.
 * @param valueOf undefined: nothing has this name
 */
export function fillTemplate(template: string, valueOf: (name: string) => Json | undefined): string {
  return template.replace(PARTS, (part: string, name: string | undefined) =>
    name === undefined ? fillText(part, valueOf) : JSON.stringify(valueOf(name.trim()) ?? null),
  );
}

function fillText(quoted: string, valueOf: (name: string) => Json | undefined): string {
  return quoted.replace(PLACEHOLDERS, (_, name: string) => escaped(textOf(valueOf(name.trim()) ?? null)));
}

const textOf = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
