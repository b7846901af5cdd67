import { projectionSettings, type ProjectionSettings } from '@tessera/projection';
import { loadSettings } from '@tessera/service-kit';

/** Everything that this service reads from the environment. Throws SettingsError. */
export function settingsFrom(environment: NodeJS.ProcessEnv): ProjectionSettings {
  return loadSettings(projectionSettings(8087, 'campaign_projection'), environment);
}
