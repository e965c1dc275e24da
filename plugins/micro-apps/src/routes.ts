import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The page "Micro apps". */
export const rootRouteRef = createRouteRef();
