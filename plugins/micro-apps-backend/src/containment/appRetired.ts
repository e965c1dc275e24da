import type { ContainmentPart } from '../kernel/parts';
import { endHold, openHold } from './DatabaseHolds';

/** Ends the hold of an app that ends itself; its entry is that of the end. */
export const appRetired: ContainmentPart['appRetired'] = async (
  tx,
  { app, actor, at },
) => {
  const hold = await openHold(tx, app.id);
  if (!hold) return;
  await endHold(tx, {
    id: hold.id,
    ended: 'retired',
    by: actor.ref,
    bySubject: actor.subject,
    at: at.toISOString(),
  });
};
