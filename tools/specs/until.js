const EVERY_MS = 20;

/** Resolves when the condition holds; rejects, naming it, when it does not in time. */
async function until(name, condition, timeoutMs = 60_000) {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not in ${timeoutMs} ms: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

module.exports = { isAlive, until };
