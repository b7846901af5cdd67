import { findJava, kafkaJars } from '../infra/local/java.mjs';
import { install, isInstalled } from './install.mjs';
import { say, step } from './start/say.mjs';
import { cacheDir } from './workspace.mjs';

/**
 * Everything that a run takes from the network, as far as it is not here yet. Java is looked for first, before anything
 * slow happens.
 * @param {{ embeddedBroker: boolean }} needs
 */
export async function fetchAll({ embeddedBroker }) {
  if (embeddedBroker) await findJava();
  if (!isInstalled()) say('  First the packages, once: this takes a minute.');
  const jars = () => step('kafka jars', () => kafkaJars(cacheDir));
  await Promise.all([step('npm packages', install), ...(embeddedBroker ? [jars()] : [])]);
}
