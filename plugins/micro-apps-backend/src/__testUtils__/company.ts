import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { entitiesOf, PEOPLE, type Account } from './people';

export * from './people';

/** People, groups, scopes and vendors; tests change who is who. */
export interface Company {
  readonly catalog: ReturnType<typeof catalogServiceMock.mock>;
  /** Adds an account, or replaces the one of this name. */
  hire(name: string, account: Account): void;
  leave(name: string): void;
  /** Does something at the moment when this person is looked up next. */
  onLookup(ref: string, deed: () => Promise<unknown>): void;
  /** Nobody can be looked up any more. */
  goAway(): void;
}

/** A software catalog that answers from memory. */
export function createCompany(): Company {
  const people = new Map(Object.entries(PEOPLE));
  const deeds = new Map<unknown, () => Promise<unknown>>();
  let away = false;
  const now = () => {
    if (away) throw new Error('The catalog cannot be reached');
    return catalogServiceMock({
      entities: entitiesOf(Object.fromEntries(people)),
    });
  };
  return {
    catalog: catalogServiceMock.mock({
      async getEntityByRef(...asked) {
        const [ref] = asked;
        const deed = deeds.get(ref);
        deeds.delete(ref);
        await deed?.();
        return now().getEntityByRef(...asked);
      },
      getEntitiesByRefs: async (...asked) => now().getEntitiesByRefs(...asked),
      queryEntities: async (...asked) => now().queryEntities(...asked),
    }),
    hire(name, account) {
      people.set(name, account);
    },
    leave(name) {
      people.delete(name);
    },
    onLookup(ref, deed) {
      deeds.set(ref, deed);
    },
    goAway() {
      away = true;
    },
  };
}
