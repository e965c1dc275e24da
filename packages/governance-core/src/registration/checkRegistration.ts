import { normaliseRef } from '../approvals/samePerson';
import { slugOf } from '../names/names';
import { foldText, normaliseText } from '../names/normaliseText';
import { hostOf, normaliseEndpoint } from './endpoint';
import { isRetentionWindow, MAX_RETENTION_DAYS } from './registration';
import type { Registration } from './registration';

/** One thing to mend in a registration. @public */
export interface RegistrationProblem {
  /** Field, with list positions: `dataTypes.1.category`. */
  readonly path: string;
  readonly message: string;
}

const LOOPBACK =
  /^(localhost|127(\.\d{1,3}){3}|\[::1\]|([a-z0-9-]+\.)+localhost)$/;
const HOST =
  /^(?=.{1,253}$)[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u;

function textProblems(registration: Registration): RegistrationProblem[] {
  const oneLine = {
    name: registration.name,
    owner: registration.owner,
    successor: registration.successor ?? '',
    businessUnit: registration.businessUnit,
  };
  const manyLines = {
    purpose: registration.purpose,
    decommissionPlan: registration.decommissionPlan,
  };
  const lists = ['scopes', 'vendors', 'libraries', 'endpoints'] as const;
  const message =
    'Remove the invisible characters; they often come from copying';
  const hidden = (text: unknown, allowed: RegExp) =>
    typeof text === 'string' &&
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replace(allowed, ''));
  return [
    ...Object.entries(oneLine)
      .filter(([, text]) => hidden(text, /$^/))
      .map(([path]) => ({ path, message })),
    ...Object.entries(manyLines)
      .filter(([, text]) => hidden(text, /[\n\r\t]/g))
      .map(([path]) => ({ path, message })),
    ...lists.flatMap(list =>
      (registration[list] ?? []).flatMap((text, index) =>
        hidden(text, /$^/) ? [{ path: `${list}.${index}`, message }] : [],
      ),
    ),
  ];
}

function peopleProblems(registration: Registration): RegistrationProblem[] {
  const problems: RegistrationProblem[] = [];
  const { owner, successor, businessUnit } = registration;
  if (!normaliseRef(owner).startsWith('user:')) {
    problems.push({
      path: 'owner',
      message: 'Name a person as the owner, for example user:default/maya',
    });
  }
  if (successor !== undefined) {
    if (!normaliseRef(successor).startsWith('user:')) {
      problems.push({
        path: 'successor',
        message: 'Name a person as the second owner, or leave it empty',
      });
    } else if (normaliseRef(successor) === normaliseRef(owner)) {
      problems.push({
        path: 'successor',
        message: 'Name somebody other than the owner as the second owner',
      });
    }
  }
  if (!normaliseRef(businessUnit, 'group').startsWith('group:')) {
    problems.push({
      path: 'businessUnit',
      message:
        'Name a group as the business unit, for example group:default/product',
    });
  }
  return problems;
}

function numberProblems(registration: Registration): RegistrationProblem[] {
  const problems: RegistrationProblem[] = [];
  const { retentionDays, aiGeneratedShare } = registration;
  if (!isRetentionWindow(retentionDays)) {
    problems.push({
      path: 'retentionDays',
      message: `Enter a whole number of days from 1 to ${MAX_RETENTION_DAYS}`,
    });
  }
  if (
    aiGeneratedShare !== undefined &&
    !(
      Number.isInteger(aiGeneratedShare) &&
      aiGeneratedShare >= 0 &&
      aiGeneratedShare <= 100
    )
  ) {
    problems.push({
      path: 'aiGeneratedShare',
      message: 'Enter a whole number of percent from 0 to 100',
    });
  }
  return problems;
}

function doubles(
  list: string,
  texts: readonly string[],
  spelling: (text: string) => string,
): RegistrationProblem[] {
  const seen = new Set<string>();
  return texts.flatMap((text, index) => {
    const key = spelling(text);
    if (key === '') {
      return [
        { path: `${list}.${index}`, message: 'Fill in this line or remove it' },
      ];
    }
    if (seen.has(key)) {
      return [
        {
          path: `${list}.${index}`,
          message: `"${normaliseText(text)}" is there twice; remove one`,
        },
      ];
    }
    seen.add(key);
    return [];
  });
}

function dataTypeProblems({ dataTypes }: Registration): RegistrationProblem[] {
  const seen = new Set<string>();
  return (dataTypes ?? []).flatMap(({ category }, index) => {
    const path = `dataTypes.${index}.category`;
    if (category === 'none' && dataTypes.length > 1) {
      return [
        {
          path,
          message: 'Remove "none", or remove the kinds of personal data',
        },
      ];
    }
    if (seen.has(category)) {
      return [
        {
          path,
          message: `"${category}" is there twice; keep the line with more people`,
        },
      ];
    }
    seen.add(category);
    return [];
  });
}

function endpointMessage(endpoint: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(
    normaliseText(endpoint),
  )?.[1];
  const host = hostOf(endpoint);
  const local = LOOPBACK.test(host);
  if (
    scheme !== undefined &&
    foldText(scheme) !== 'https' &&
    !(foldText(scheme) === 'http' && local)
  ) {
    return 'Enter an address that begins with https://, or a host name';
  }
  if (/^[^/?#]*\/\/[^/?#]*@/.test(normaliseText(endpoint))) {
    return 'Remove the user name or password from the address';
  }
  if (!local && !HOST.test(host)) {
    return 'Enter an address such as https://api.example.com, or a host name';
  }
  return undefined;
}

/**
 * What is wrong with a registration beyond its shape, one plain message per
 * problem; an empty list means it is sound. Source: requirements R1, R8.
 * @public
 */
export function checkRegistration(
  registration: Registration,
): readonly RegistrationProblem[] {
  const { scopes, vendors, libraries, endpoints } = registration;
  return [
    ...(slugOf(registration.name) === ''
      ? [
          {
            path: 'name',
            message:
              'Use at least one letter from a to z or one digit: the address of the app is made from its name',
          },
        ]
      : []),
    ...textProblems(registration),
    ...peopleProblems(registration),
    ...numberProblems(registration),
    ...dataTypeProblems(registration),
    ...doubles('scopes', scopes ?? [], normaliseText),
    ...doubles('vendors', vendors ?? [], normaliseText),
    ...doubles('libraries', libraries ?? [], normaliseText),
    ...doubles('endpoints', endpoints ?? [], normaliseEndpoint),
    ...(endpoints ?? []).flatMap((endpoint, index) => {
      const message = endpointMessage(endpoint);
      return message === undefined || normaliseEndpoint(endpoint) === ''
        ? []
        : [{ path: `endpoints.${index}`, message }];
    }),
  ];
}
