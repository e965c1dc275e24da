import { readFileSync } from 'node:fs';
import { problem, type Read } from '../input/problem';

/** Where a token can come from; tests pass their own. */
export interface TokenSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
}

/**
 * The OIDC token of the run: of a file, of the variable MICROAPP_TOKEN, or
 * asked of GitHub Actions, which needs the permission `id-token: write`.
 */
export async function pipelineToken(
  options: { tokenFile?: string; audience: string },
  { env, fetch: send }: TokenSources,
): Promise<Read<string>> {
  const { tokenFile, audience } = options;
  if (tokenFile !== undefined) {
    try {
      return { ok: true, value: readFileSync(tokenFile, 'utf8').trim() };
    } catch {
      return problem('The token cannot be read', { file: tokenFile });
    }
  }
  if (env.MICROAPP_TOKEN) return { ok: true, value: env.MICROAPP_TOKEN };
  const {
    ACTIONS_ID_TOKEN_REQUEST_URL: url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  } = env;
  if (!url || !token) {
    return problem(
      'There is no token of a pipeline: use --token-file, set MICROAPP_TOKEN, or on GitHub give the job the permission id-token: write',
    );
  }
  try {
    const asked = new URL(url);
    asked.searchParams.set('audience', audience);
    const response = await send(asked, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
    });
    const { value }: { value?: unknown } = Object(await response.json());
    if (response.ok && typeof value === 'string') return { ok: true, value };
  } catch {
    // Said below.
  }
  return problem('GitHub gave no token for this job');
}
