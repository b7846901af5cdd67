import { v5 } from 'uuid';

/** Never to be changed: every effect id ever published follows from it. */
const NAMESPACE = '5d2b9a1c-3e0f-4d55-9b57-2a4c8e6f7d10';

/** The id of an effect, the same on the topic, in webhooks and in read models: uuid v5 of `position/index`. */
export function effectId(position: bigint, index: number): string {
  return v5(`${position}/${index}`, NAMESPACE);
}
