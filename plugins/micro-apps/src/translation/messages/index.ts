import { annualReview } from './annualReview';
import { containment } from './containment';
import { decision } from './decision';
import { deliveries } from './deliveries';
import { dialogs } from './dialogs';
import { exceptions } from './exceptions';
import { fleet } from './fleet';
import { form } from './form';
import { forms } from './forms';
import { incidents } from './incidents';
import { imports, list, mine, queue, sandbox } from './pages';
import { numbers } from './numbers';
import { places } from './places';
import { policy } from './policy';
import { retention, retirement } from './retention';
import { risk } from './risk';
import { rules } from './rules';
import { succession } from './succession';
import { vendors } from './vendors';
import { words } from './words';

/** Every text of this plugin, grouped by screen. */
export const messages = {
  annualReview,
  containment,
  decision,
  deliveries,
  dialogs,
  exceptions,
  fleet,
  form,
  forms,
  imports,
  incidents,
  list,
  mine,
  numbers,
  places,
  policy,
  queue,
  retention,
  retirement,
  risk,
  rules,
  sandbox,
  succession,
  vendors,
  words,
};
