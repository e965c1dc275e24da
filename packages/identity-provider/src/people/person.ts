/** Somebody in the people API. */
export interface Person {
  /** Stable; for people who can sign in, their subject (`sub`). */
  id: string;
  displayName: string;
  email: string;
  title: string;
  team: string;
  office: string;
}
