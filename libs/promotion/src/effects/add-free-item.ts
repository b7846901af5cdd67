import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';

/** As many pieces as a session may have of anything. */
const MOST = 1_000n;

interface Props {
  readonly sku: string;
  readonly name: string;
  readonly quantity: bigint;
}

export const addFreeItem: EffectType = {
  type: 'addFreeItem',
  summary:
    'Gives pieces of an item: one effect for each. The integration adds them; they stay when a session is reopened, and its next close does not give them again.',
  lasting: 'close',
  keeps: true,
  onFailure: false,
  props: [
    { name: 'sku', type: 'text', required: true, about: 'Which item.' },
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'quantity', type: 'int', required: false, about: 'How many pieces; 1.' },
  ],
  compile(read) {
    const props = { sku: read.text('sku'), name: read.text('name'), quantity: read.int('quantity', 1n) };
    return applying<Props>(props, addItems);
  },
};

/** As many as limits leave, where they may be given in part: `desiredQuantity` keeps the wish. */
function addItems({ sku, name, quantity }: Props, { draft, hasSession, most }: EffectRun): EffectOutcome {
  if (!hasSession) return NEEDS_SESSION;
  if (sku === '') return NO_SKU;
  if (quantity < 1n || quantity > MOST) return new EffectFailure(`the quantity is from 1 to ${MOST}`, quantity > MOST);
  const given = most !== null && most < quantity ? most : quantity;
  const cut = given === quantity ? {} : { desiredQuantity: quantity };
  const effects = Array.from({ length: Number(given) }, () => ({
    props: { sku, name, ...cut },
    shares: [],
    value: '',
  }));
  return { draft, effects };
}

const NEEDS_SESSION = new EffectFailure('a free item needs a session', false);
const NO_SKU = new EffectFailure('the sku is empty', true);
