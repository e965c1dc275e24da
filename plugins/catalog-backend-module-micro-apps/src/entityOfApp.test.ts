import {
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { entityOfApp } from './entityOfApp';
import { catalogApp } from './testing/catalogApp';

const catalogRules = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

describe('entityOfApp', () => {
  it('carries classification, effective class, data types, band and standing', () => {
    const entity = entityOfApp(catalogApp());
    expect(entity.metadata.annotations).toMatchObject({
      'micro-apps.dev/id': 'lunch-picker',
      'micro-apps.dev/classification': 'internal',
      'micro-apps.dev/effective-class': 'confidential',
      'micro-apps.dev/data-types': 'names,preferences',
      'micro-apps.dev/band': 'medium',
      'micro-apps.dev/standing': 'active',
    });
    expect(entity.spec).toEqual({
      type: 'micro-app',
      lifecycle: 'experimental',
      owner: 'user:default/maya',
      dependsOn: ['resource:default/people-read'],
    });
  });

  it('says "none" when there is no personal data, because an annotation is never empty', () => {
    expect(
      entityOfApp(catalogApp({ dataTypes: [] })).metadata.annotations?.[
        'micro-apps.dev/data-types'
      ],
    ).toBe('none');
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['other scripts', 'ÅÄÖ 午餐 🍜'],
    ['a very long name', 'x'.repeat(500)],
  ])('passes the catalog rules with %s as its name', async (_, name) => {
    const entity = entityOfApp(catalogApp({ name, purpose: name }));
    await expect(catalogRules.enforce(entity)).resolves.toMatchObject({
      metadata: { title: name },
    });
  });
});
