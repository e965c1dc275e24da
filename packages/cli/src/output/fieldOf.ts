import type { RegistrationFile } from '../input/registrationFile';

type Path = readonly (string | number)[];

/** Where the cause of a control or a rule is usually written. */
const FIELDS: Readonly<Record<string, Path>> = {
  'least-privilege-scopes': ['registration', 'scopes'],
  'retention-rule': ['registration', 'retentionDays'],
  'decommission-plan': ['registration', 'decommissionPlan'],
  'declared-integrations': ['registration', 'vendors'],
  'effective-class': ['registration', 'classification'],
  'unknown-integrations': ['registration', 'scopes'],
  'vendor-approval': ['registration', 'vendors'],
  'crm-hr-authorisation': ['registration', 'vendors'],
  'sensitive-vendors': ['registration', 'vendors'],
  'external-sharing': ['registration', 'audience'],
  'retention-window': ['registration', 'retentionDays'],
  'pii-heavy-retention': ['registration', 'retentionDays'],
  'data-disposition': ['registration', 'classification'],
  'oauth-redirects': ['client', 'redirect_uris'],
  'oauth-grants': ['client', 'grant_types'],
  'oauth-scopes': ['client', 'scope'],
  'oauth-token-lifetime': ['client', 'token_lifetime'],
  'oauth-client-authentication': ['client', 'token_endpoint_auth_method'],
  'storage-access': ['resources'],
  'iam-least-privilege': ['resources'],
  'network-reach': ['resources'],
  'resource-kinds': ['resources'],
  'company-rule': ['resources'],
  approval: ['approval'],
  // Parts of the score.
  classification: ['registration', 'classification'],
  'personal-data': ['registration', 'dataTypes'],
  audience: ['registration', 'audience'],
  hosting: ['registration', 'hosting'],
  'ai-share': ['registration', 'aiGeneratedShare'],
  successor: ['registration', 'successor'],
  retention: ['registration', 'retentionDays'],
  'other-hosts': ['registration', 'endpoints'],
};
const LISTS = ['scopes', 'vendors', 'endpoints', 'libraries'] as const;

/**
 * The field that an entry is about: the one list entry that its words name,
 * else where its rule usually looks, else the registration as a whole.
 *
 * @param options.code - rule, control or part of the score
 * @param options.because - what it says
 */
export function fieldOf(options: {
  file: Pick<RegistrationFile, 'registration'>;
  code: string;
  because: string;
}): Path {
  const { file, code, because } = options;
  const [, named = ''] = /^(?:scope|vendor|api):(.+)$/.exec(code) ?? [];
  for (const list of LISTS) {
    const index = file.registration[list].findIndex(
      entry => entry === named || mentions(because, entry),
    );
    if (index >= 0) return ['registration', list, index];
  }
  const family = code.startsWith('approval-') ? 'approval' : code;
  return Object.hasOwn(FIELDS, family) ? FIELDS[family] : ['registration'];
}

/** Whether a text names something as a whole word. */
function mentions(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const around = [text[at - 1] ?? ' ', text[at + word.length] ?? ' '];
  return around.every(character => !/[\w:/-]/.test(character));
}
