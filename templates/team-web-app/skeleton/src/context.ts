import type { RequestHandler } from 'express';
import type { Config } from './config.ts';
import type { Cookies } from './cookies.ts';
import type { Egress } from './egress.ts';
import type { Logger } from './log.ts';
import type { MicroApp } from './microApp.ts';
import type { People } from './people.ts';
import type { RecordStore } from './records.ts';
import type { Sessions } from './sessions.ts';
import type { Shell } from './shell.ts';
import type { SignIn } from './signIn.ts';

/** The parts that features are built from. */
export type Context = {
  config: Config;
  microApp: MicroApp;
  store: RecordStore;
  sessions: Sessions;
  cookies: Cookies;
  signIn: SignIn;
  people: People;
  /** For calls to registered hosts; the only way out. */
  egress: Egress;
  shell: Shell;
  logger: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Short pseudonym of a person, for the log. */
  pseudonym: (subject: string) => string;
};

/** Handlers by `METHOD path`; each one needs its line in `routes.json`. */
export type Handlers = Record<string, RequestHandler>;
