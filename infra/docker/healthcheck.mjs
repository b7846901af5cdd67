// Exits with 0 when the service in this container can work, for HEALTHCHECK: the slim image has no curl.
const url = `http://127.0.0.1:${process.env.PORT}/health/ready`;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
} catch (error) {
  console.error(`${url}: ${error.message}`);
  process.exitCode = 1;
}
