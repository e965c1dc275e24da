import {
  ANNOTATION_MINIMUM_CLASS,
  ANNOTATION_PRE_AUTHORISED,
  ANNOTATION_PRIVILEGED,
  ANNOTATION_VENDOR_KIND,
} from './annotations';
import { integrationOf } from './integrationOf';

function vendorWith(annotations: Record<string, string>) {
  return integrationOf({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'acme', annotations },
    spec: { type: 'vendor' },
  });
}

describe('integrationOf', () => {
  it('takes the stricter meaning of what is missing', () => {
    expect(vendorWith({})).toEqual({
      kind: 'vendor',
      name: 'acme',
      title: 'acme',
      minimumClass: 'regulated',
      privileged: true,
      preAuthorised: false,
      hosts: [],
      sdkPackages: [],
      entityRef: 'resource:default/acme',
    });
  });

  it.each(['yes', 'TRUE', ''])('and of what is misspelt: "%s"', text => {
    expect(
      vendorWith({
        [ANNOTATION_MINIMUM_CLASS]: text,
        [ANNOTATION_PRE_AUTHORISED]: text,
        [ANNOTATION_PRIVILEGED]: text,
        [ANNOTATION_VENDOR_KIND]: text,
      }),
    ).toMatchObject({
      minimumClass: 'regulated',
      privileged: true,
      preAuthorised: false,
      vendorKind: undefined,
    });
  });

  it.each([
    ['hr', 'hr'],
    ['HR', 'hr'],
    [' Hr ', 'hr'],
    ['personnel', undefined],
  ])('reads the kind "%s" as %s', (text, kind) => {
    const { vendorKind } = vendorWith({ [ANNOTATION_VENDOR_KIND]: text });
    expect(vendorKind).toBe(kind);
  });
});
