import { ACCESS_RECORD_CONTROLS } from './accessRecordControls';
import type { ControlDefinition } from './control';
import { DATA_WAITING_CONTROLS } from './dataWaitingControls';
import { FACT_CONTROLS } from './factControls';
import { LIFE_RECORD_CONTROLS } from './lifeRecordControls';
import { PEOPLE_CONTROLS } from './peopleControls';
import { PLATFORM_WAITING_CONTROLS } from './platformWaitingControls';
import { SCAN_CONTROLS } from './scanControls';

/**
 * Every control there is. Each has a test case and a page
 * `docs/controls/<id>.md` of the same name. Source: requirements R2-R12.
 * @public
 */
export const CONTROL_CATALOGUE: readonly ControlDefinition[] = [
  ...SCAN_CONTROLS,
  ...FACT_CONTROLS,
  ...PEOPLE_CONTROLS,
  ...DATA_WAITING_CONTROLS,
  ...PLATFORM_WAITING_CONTROLS,
  ...ACCESS_RECORD_CONTROLS,
  ...LIFE_RECORD_CONTROLS,
];

/** The control of that id, if there is one. @public */
export function controlById(id: string): ControlDefinition | undefined {
  return CONTROL_CATALOGUE.find(control => control.id === id);
}
