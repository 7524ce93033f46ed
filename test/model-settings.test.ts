// How the models are asked, from the environment: the small one as the large one, but for its name and whether it sees.
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { modelSettingsOf, smallModelOf } from '../src/model-settings.ts';
import { systemClock } from '../src/base/clock.ts';
import { testDatabase } from './support/database.ts';

test.each([
  ['nothing is said', {}, [false, false]],
  ['the large one sees', { MODEL_SEES: 'yes' }, [true, true]],
  ['the small one does not', { MODEL_SEES: 'yes', SMALL_MODEL_SEES: 'no' }, [true, false]],
  ['only the small one does', { MODEL_SEES: 'no', SMALL_MODEL_SEES: 'yes' }, [false, true]],
  [
    'there is no small one',
    { MODEL_SEES: 'yes', SMALL_MODEL_SEES: 'no', LONGHAND_SMALL_MODEL: '' },
    [true, true],
  ],
])('who sees when %s', async (_, settings, sees) => {
  const baseUrl = 'https://models.example/v1';
  const access = { apiKey: 'k', baseUrl, model: 'large' };
  const config = readConfig({
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: baseUrl,
    LONGHAND_MODEL: 'large',
    LONGHAND_SMALL_MODEL: 'small',
    ...settings,
  });
  const database = await testDatabase();
  const large = modelSettingsOf({ config, clock: systemClock, database, outside: { model: access } });
  const small = smallModelOf(large, config);
  expect([large.profile?.sees, small.profile?.sees]).toEqual(sees);
  expect(small.model).toBe(config.LONGHAND_SMALL_MODEL ?? 'large');
  expect(small.queue).toBe(large.queue); // One key, one line.
});
