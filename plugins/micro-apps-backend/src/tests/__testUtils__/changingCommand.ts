import { type Issuer, type Portal } from '../../__testUtils__';

/** One command, sent by somebody who may, when everything is ready for it. */
export interface Sent {
  readonly path: string;
  readonly body?: object;
  readonly ref?: string;
  /** Headers of a machine, in place of a person. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes everything ready for a command; the command itself is sent by the test. */
export type Prepare = (portal: Portal, issuer: Issuer) => Promise<Sent>;
