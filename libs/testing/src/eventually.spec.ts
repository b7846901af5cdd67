import { eventually, eventuallyMeets } from './eventually';

it('answers as soon as the probe does', async () => {
  let asked = 0;
  await expect(eventually(() => (++asked === 3 ? 'there' : undefined))).resolves.toBe('there');
  expect(asked).toBe(3);
});

it('takes false, null and 0 for answers', async () => {
  await expect(eventually(() => false)).resolves.toBe(false);
  await expect(eventually(() => null)).resolves.toBeNull();
  await expect(eventually(() => 0)).resolves.toBe(0);
});

it('asks again after an error', async () => {
  let asked = 0;
  const probe = (): string => {
    if (++asked === 1) throw new Error('not yet');
    return 'there';
  };
  await expect(eventually(probe)).resolves.toBe('there');
});

it('says how long it tried and what went wrong last', async () => {
  const probe = () => Promise.reject(new Error('the door is shut'));
  await expect(eventually(probe, 60)).rejects.toThrow(/^not within 60 ms \(\d+ tries\): the door is shut$/);
});

it('says when there was no answer at all', async () => {
  await expect(eventually(() => undefined, 1)).rejects.toThrow('the probe answered undefined');
});

it('shows the last answer that did not meet the condition', async () => {
  const probe = () => ({ rows: [{ id: 7n }] });
  await expect(eventuallyMeets(probe, ({ rows }) => rows.length === 2, 1)).rejects.toThrow(
    'last answer: { rows: [ { id: 7n } ] }',
  );
});
