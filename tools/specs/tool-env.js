/** As `toolEnv` of tools/workspace.mjs, which a spec cannot import: a tool that a spec starts asks and calls nobody. */
const toolEnv = {
  ...process.env,
  CI: '1',
  NX_NO_CLOUD: 'true',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_INTERACTIVE: 'false',
};

module.exports = { toolEnv };
