/** A running campaign of its own in the bench's store. Resolves to its path below the Management API. */
export async function newCampaign({ manage, application }, rules) {
  const settings = { name: `bench ${Date.now()}`, tags: [], features: ['coupons'], limits: [] };
  const campaigns = `/v1/applications/${application}/campaigns`;
  const { body } = await manage('POST', campaigns, settings);
  const place = `${campaigns}/${body.id}`;
  await manage('POST', `${place}/rulesets`, { rules, bindings: [], activate: true });
  await manage('PUT', place, { ...settings, state: 'enabled' });
  return place;
}
