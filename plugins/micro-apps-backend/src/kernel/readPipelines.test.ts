import { mockServices } from '@backstage/backend-test-utils';
import { repositoryOf } from './pipelineSettings';
import { readPipelines } from './readPipelines';

const SOUND = { issuer: 'https://ci.example.com/', audience: 'micro-apps' };

function read(...pipelines: object[]) {
  const data = JSON.parse(JSON.stringify({ microApps: { pipelines } }));
  return readPipelines(mockServices.rootConfig({ data }));
}

describe('microApps.pipelines', () => {
  it('believe nobody unless told', () => {
    expect(read()).toEqual([]);
  });

  it('fill in what a provider does', () => {
    const [github] = read(SOUND);
    expect(github).toMatchObject({
      jwksUri: 'https://ci.example.com/.well-known/jwks',
      branches: ['refs/heads/main'],
      workflows: [],
      maxTokenAgeMinutes: 15,
      claims: { commit: 'sha', workflow: 'job_workflow_ref' },
    });
    const [gitlab] = read({
      ...SOUND,
      provider: 'gitlab',
      branches: ['trunk', 'refs/tags/live'],
      claims: { commit: 'checkout_sha' },
    });
    expect(gitlab).toMatchObject({
      branches: ['refs/heads/trunk', 'refs/tags/live'],
      claims: { commit: 'checkout_sha', repository: 'project_path' },
      hostInWorkflow: true,
    });
  });

  it('find the repository of an app, its own entry first', () => {
    const [setting] = read({
      ...SOUND,
      repositories: [
        { repository: 'acme/app-{appId}', forks: ['labs/{appId}'] },
        { appId: 'lunch', repository: 'acme/where2eat' },
      ],
    });
    expect(repositoryOf(setting, 'lunch')?.repository).toBe('acme/where2eat');
    expect(repositoryOf(setting, 'tea')).toMatchObject({
      repository: 'acme/app-tea',
      forks: ['labs/tea'],
    });
    expect(repositoryOf({ repositories: [] }, 'tea')).toBeUndefined();
  });

  it.each<[object, RegExp]>([
    [{ issuer: 'http://ci.example.com' }, /issuer has to be an https/],
    [{ jwksUri: 'http://10.0.0.1/jwks' }, /jwksUri has to be an https/],
    [{ jwksUri: 'file:///etc/keys' }, /jwksUri has to be an https/],
    [{ provider: 'jenkins' }, /github or gitlab/],
    [{ workflows: ['acme/ci/scan.yml'] }, /needs its version/],
    [{ workflows: ['acme/ci/scan.yml@v1'] }, /needs its version/],
    [{ workflows: ['acme/ci/scan.yml@refs/tags/*'] }, /needs its version/],
    [{ repositories: [{ repository: 'acme/all' }] }, /needs an appId/],
    [{ repositories: [{ repository: '*{appId}' }] }, /owner\/repository/],
    [{ tools: [{ name: 'x', kind: 'magic' }] }, /no kind of evidence/],
    [{ maxTokenAgeMinutes: 600 }, /from 1 to 60/],
    [{ audience: undefined }, /audience/],
  ])('keep a portal from starting with %j', (change, because) => {
    expect(() => read({ ...SOUND, ...change })).toThrow(because);
  });

  it('name each issuer once', () => {
    expect(() => read(SOUND, SOUND)).toThrow(/issuer twice/);
  });
});
