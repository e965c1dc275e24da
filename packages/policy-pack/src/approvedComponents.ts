import baseline from '../data/approved-components.json';
import type { ComponentBaseline } from './components';

/**
 * The shipped list of reviewed packages. It is kept by hand; see
 * `data/reviewed-packages.json`.
 * @public
 */
export const APPROVED_COMPONENTS: ComponentBaseline = baseline;
