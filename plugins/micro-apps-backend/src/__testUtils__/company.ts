import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { entitiesOf, PEOPLE, type Account } from './people';

export * from './people';

/** People, groups, scopes and vendors; tests change who is who. */
export interface Company {
  readonly catalog: ReturnType<typeof catalogServiceMock.mock>;
  /** Adds an account, or replaces the one of this name. */
  hire(name: string, account: Account): void;
  leave(name: string): void;
  /** Puts an entity into the catalog, in place of the one of its name. */
  publish(entity: Entity): void;
  /** Takes an entity out of the catalog. */
  unpublish(entityRef: string): void;
  /** The catalog's own permissions hide an entity from somebody. */
  hideFrom(ref: string, entityRef: string): void;
  /** Does something at the moment when this person is looked up next. */
  onLookup(ref: string, deed: () => Promise<unknown>): void;
  /** Nobody can be looked up any more. */
  goAway(): void;
}

/** A software catalog that answers from memory. */
export function createCompany(): Company {
  const people = new Map(Object.entries(PEOPLE));
  const published = new Map<string, Entity>();
  const hidden: { ref: string; entityRef: string }[] = [];
  const deeds = new Map<unknown, () => Promise<unknown>>();
  let away = false;
  const now = () => {
    if (away) throw new Error('The catalog cannot be reached');
    return catalogServiceMock({
      entities: [
        ...entitiesOf(Object.fromEntries(people)),
        ...published.values(),
      ],
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
      async getEntitiesByRefs(...asked) {
        const [request, options] = asked;
        for (const ref of request.entityRefs) {
          const deed = deeds.get(ref);
          deeds.delete(ref);
          await deed?.();
        }
        const principal =
          options && 'credentials' in options
            ? options.credentials.principal
            : undefined;
        const { items } = await now().getEntitiesByRefs(...asked);
        return {
          items: items.map(entity =>
            entity &&
            hidden.some(
              ({ ref, entityRef }) =>
                JSON.stringify(principal ?? '').includes(`"${ref}"`) &&
                stringifyEntityRef(entity) === entityRef,
            )
              ? undefined
              : entity,
          ),
        };
      },
      queryEntities: async (...asked) => now().queryEntities(...asked),
    }),
    hire(name, account) {
      people.set(name, account);
    },
    leave(name) {
      people.delete(name);
    },
    publish(entity) {
      published.set(stringifyEntityRef(entity), entity);
    },
    unpublish(entityRef) {
      published.delete(entityRef);
    },
    hideFrom(ref, entityRef) {
      hidden.push({ ref, entityRef });
    },
    onLookup(ref, deed) {
      deeds.set(ref, deed);
    },
    goAway() {
      away = true;
    },
  };
}
