import type { ControlDefinition } from './control';
import { FACT_CONTROLS } from './factControls';
import { PEOPLE_CONTROLS, WAITING_CONTROLS } from './peopleControls';
import { SCAN_CONTROLS } from './scanControls';

/**
 * Every control there is. Each has a test case and a page
 * `docs/controls/<id>.md` of the same name. Source: requirements R2-R11.
 * @public
 */
export const CONTROL_CATALOGUE: readonly ControlDefinition[] = [
  ...SCAN_CONTROLS,
  ...FACT_CONTROLS,
  ...PEOPLE_CONTROLS,
  ...WAITING_CONTROLS,
];

/** The control of that id, if there is one. @public */
export function controlById(id: string): ControlDefinition | undefined {
  return CONTROL_CATALOGUE.find(control => control.id === id);
}
