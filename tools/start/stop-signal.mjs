import { onNpmGone } from './npm-gone.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ctrl-C reaches us twice, from the terminal and passed on by npm: what follows so soon is the same wish. */
const SAME_WISH_MS = 1000;

/**
 * Listens for what ends a run: signals, and the end of the npm that started us. Until `orderly()` is called there is
 * nothing to stop in order, so the first leaves at once, and the guards end what was started; afterwards the first asks to
 * stop, and a second one leaves.
 * @param {() => void} leave ends this process now
 */
export function stopSignal(leave) {
  let resolve;
  let askedAt;
  let orderly = false;
  const asked = new Promise((settle) => (resolve = settle));
  const ask = () => {
    if (askedAt !== undefined && Date.now() - askedAt < SAME_WISH_MS) return;
    if (!orderly || askedAt !== undefined) leave();
    askedAt = Date.now();
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, ask);
  onNpmGone(ask);
  return {
    /** Resolves when the run is to end, and keeps this process alive until then: its children do not. */
    async asked() {
      const alive = setInterval(() => undefined, 60_000);
      await asked;
      clearInterval(alive);
    },
    wasAsked: () => askedAt !== undefined,
    orderly: () => (orderly = true),
  };
}
