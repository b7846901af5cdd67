const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Listens for the signals that end a run. Until `orderly()` is called there is nothing to stop in order, so the first
 * signal leaves at once, and the guards end what was started; afterwards the first asks to stop and the second leaves.
 * @param {() => void} leave ends this process now
 */
export function stopSignal(leave) {
  const asked = withResolvers();
  const state = { orderly: false, asked: false };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!state.orderly || state.asked) leave();
      state.asked = true;
      asked.resolve(signal);
    });
  }
  return {
    /** Resolves to the first signal. */
    asked: asked.promise,
    wasAsked: () => state.asked,
    orderly: () => (state.orderly = true),
  };
}

/** As Promise.withResolvers, which Node 20 does not have. */
function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
