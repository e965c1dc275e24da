import { IVAN, MAYA, usePortals } from '../__testUtils__';

const start = usePortals();
const before = process.env.NODE_ENV;

beforeEach(() => {
  Reflect.set(process.env, 'NODE_ENV', 'production');
});
afterEach(() => {
  Reflect.set(process.env, 'NODE_ENV', before);
});

/** What a sound portal has set; each test takes one thing back. */
const SOUND = {
  permission: { enabled: true },
  backend: { database: { client: 'pg', connection: { query_timeout: 1 } } },
};

describe('a portal in production', () => {
  it('starts where it is set up safely', async () => {
    const portal = await start({ root: SOUND });
    const { body } = await portal.as(IVAN).get('/status').expect(200);
    expect(body).toMatchObject({ production: true });
    expect(body.problems).not.toContainEqual(
      expect.objectContaining({ severity: 'refused' }),
    );
    await portal.as(MAYA).get('/status').expect(403);
  });

  it.each([
    ['permission.enabled', { ...SOUND, permission: {} }],
    ['permission.enabled', { ...SOUND, permission: { enabled: false } }],
    [
      'auth.providers.guest',
      {
        ...SOUND,
        auth: {
          providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
        },
      },
    ],
    [
      'backend.auth.dangerouslyDisableDefaultAuthPolicy',
      {
        ...SOUND,
        backend: {
          ...SOUND.backend,
          auth: { dangerouslyDisableDefaultAuthPolicy: true },
        },
      },
    ],
  ])('does not start with %s as it is here', async (setting, root) => {
    await expect(start({ root })).rejects.toThrow(setting);
  });

  it('does not start without the key that seals what is kept', async () => {
    await expect(
      start({ root: SOUND, microApps: { credentials: {} } }),
    ).rejects.toThrow('microApps.credentials.key');
  });
});
