/** Where "now" comes from; tests pass their own. */
export type Clock = () => Date;

/** Where new ids come from; tests pass their own. */
export type NewId = () => string;

/** Who does something, as the backend knows her at that moment. */
export interface Actor {
  /** User entity reference, or `system:micro-apps`. */
  readonly ref: string;
  /** Annotation `micro-apps.dev/subject` of the catalog's User entity. */
  readonly subject?: string;
  /** E-mail address of the catalog's User entity. */
  readonly email?: string;
  /** False when a template or a tool acts on the person's behalf. */
  readonly direct: boolean;
  /** Transitive group references, when the directory was asked. */
  readonly groups?: readonly string[];
}

/** The suite itself: sweeps, runners, outbox handlers. */
export const SYSTEM_ACTOR: Actor = { ref: 'system:micro-apps', direct: true };
