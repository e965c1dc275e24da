export interface Config {
  microApps?: {
    /**
     * Who may approve, by role: references of catalog groups. Members of
     * groups below them count, too.
     */
    approvers?: {
      security?: string[];
      privacy?: string[];
      it?: string[];
      /** Decide where IT has decided before, as on a second exception. */
      itLead?: string[];
      /**
       * Business unit (group reference) to groups by role. Apps of that unit
       * need people of these groups, instead of those above.
       */
      byBusinessUnit?: {
        [businessUnit: string]: {
          security?: string[];
          privacy?: string[];
          it?: string[];
          itLead?: string[];
        };
      };
    };
    /** Groups whose members may help every owner (never decide for her). */
    administrators?: string[];
    /** How leavers are found, and who takes their apps over in the end. */
    succession?: {
      /** Minutes between two looks at the same owner; 15 unless told. */
      lookEveryMinutes?: number;
      /**
       * Share of the owners, 0 to 1, that may vanish from the directory in an
       * hour; 0.05 unless told. Above it nobody counts as having left until
       * somebody confirms it.
       */
      maxSharePerHour?: number;
      /** So many always may; 2 unless told. */
      maxAtLeast?: number;
      /**
       * Group that is asked last, until somebody takes over; the first of
       * `administrators` unless told.
       */
      platformTeam?: string;
    };
    /** What the portal holds by itself, and how much of it at most. */
    containment?: {
      /**
       * Controls whose proven failing holds an app that runs in production;
       * none unless told. Observe first.
       */
      automatic?: Array<{
        /**
         * Id of a control that scans or documents prove, such as
         * `known-vulnerabilities`.
         */
        control: string;
        /** What happens to the app. */
        action: 'restrict' | 'quarantine' | 'suspend';
        /**
         * `observe` (unless told) only counts, `warn` tells owners, `enforce`
         * holds.
         */
        mode?: 'observe' | 'warn' | 'enforce';
      }>;
      /**
       * The most that is held so within a day; the larger of both counts. Above
       * it nothing is held. No limit for what a person does.
       */
      blastRadius?: {
        /** So many apps always may; 0 unless told. */
        apps?: number;
        /** Share of all apps, 0 to 1; 0.05 unless told. */
        share?: number;
      };
    };
    audit?: {
      /** Groups whose members read and export the audit log. */
      auditors?: string[];
      /**
       * Auditors may ask for names and words, too; false unless told: they
       * tell people apart by names that say nothing. Administrators may.
       */
      auditorsSeePeople?: boolean;
      /**
       * Events for Backstage's auditor carry references of people; false
       * unless told: a log cannot forget anybody.
       */
      mirrorPeople?: boolean;
    };
    /**
     * What differs from the shipped numbers of the risk score, with a
     * `revision` of its own. Looser numbers need
     * `microApps.policy.acknowledgeWeakening`.
     */
    riskModel?: { [key: string]: unknown };
    /**
     * How many people of a role have to agree, in each band and for regulated
     * data besides: as shipped `medium: {security: 1}`, `high: {security: 1}`,
     * `regulated: {privacy: 1}`. Fewer than shipped needs
     * `microApps.policy.acknowledgeWeakening`.
     */
    approvals?: {
      low?: { [role: string]: number };
      medium?: { [role: string]: number };
      high?: { [role: string]: number };
      regulated?: { [role: string]: number };
      /**
       * The order in which roles are asked, as in `[[security], [privacy]]`;
       * all at once unless told.
       */
      steps?: string[][];
    };
    /**
     * `businessUnit`: people see the apps of their own business units and
     * those that they own; reviewers and administrators see all. `none`
     * unless told: registration facts are for everybody who is signed in.
     */
    isolation?: string;
    /** Medium risk needs one security reviewer; true unless told. */
    oneApproverInMedium?: boolean;
    /**
     * Where apps can run. Unless told: a sandbox with sanitised data, open to
     * its makers, and beta with real data, behind the promote gate.
     */
    environments?: {
      name: string;
      /** `sanitised` or `real`. */
      dataKind: string;
      /** `none` or `promote`. */
      gate: string;
    }[];
    /** How and when people are told what they should know. */
    notices?: {
      /** Time of day of the digest, such as `'08:00'` (the default), in quotes. */
      digestAt?: string;
      /** Time zone of the digest and of a day, such as `Europe/Berlin`; UTC unless told. */
      timeZone?: string;
      /**
       * Messages to one person a day at most, from 2; 5 unless told. One is the
       * digest; urgent ones beyond it join the next digest.
       */
      mailBudgetPerDay?: number;
      /**
       * Nobody is told anything; what would have been told is counted. True
       * unless told otherwise: set it to false when your people are to hear
       * from micro apps. What was due before then is never told.
       */
      silent?: boolean;
    };
    /** Receivers of signed events. */
    webhooks?: {
      /** Small letters, digits and dashes. */
      id: string;
      /** Where events are posted to, by https. */
      url: string;
      /**
       * Signs each delivery: 32 characters or more; a list of two while one
       * takes the place of the other, the newest first.
       * @deepVisibility secret
       */
      secret: string | string[];
      /** Kinds of events, such as `request.decided`, `app.*` or `*`. */
      events: string[];
      /** The host is one of your own: private addresses and http are allowed. */
      allowPrivate?: boolean;
    }[];
    /**
     * Providers of pipelines whose results can count, each once. Without one,
     * only the portal's own checks do.
     */
    pipelines?: {
      /** `iss` of its tokens, e.g. https://token.actions.githubusercontent.com */
      issuer: string;
      /** Address of its keys; `<issuer>/.well-known/jwks` unless told. */
      jwksUri?: string;
      /** `aud` that its tokens have to name. */
      audience: string;
      /** How it names its claims: `github` (unless told) or `gitlab`. */
      provider?: string;
      /** Claims that are called otherwise: `{ commit: 'sha' }`. */
      claims?: { [name: string]: string };
      /** The repository of each app. */
      repositories?: {
        /** Left out: of every app, with `{appId}` in the name of the repository. */
        appId?: string;
        /** `acme/where2eat` or `acme/{appId}`. */
        repository: string;
        /** Copies whose results are shown and never count. */
        forks?: string[];
      }[];
      /**
       * Workflows that makers cannot edit, each with its version:
       * `acme/ci/.github/workflows/scan.yml@refs/tags/v1`, or `@` and a commit.
       */
      workflows?: string[];
      /** Branches that ship; `main` unless told. */
      branches?: string[];
      /** What may start a run; pushes, schedules and people unless told. */
      events?: string[];
      /** Tools beside the shipped ones, and the one kind each proves. */
      tools?: { name: string; kind: string }[];
      /** Older tokens are refused; 15 unless told, 60 at most. */
      maxTokenAgeMinutes?: number;
    }[];
    scanners?: {
      /**
       * Shared with scanners that send results by themselves: at least 32
       * characters; two while they change over, the newest first.
       * @deepVisibility secret
       */
      secrets?: string[];
    };
    components?: {
      /** The organisation's own list of approved components. */
      baselineFile?: string;
    };
    /** What becomes of the data of apps when its time is over. */
    retention?: {
      /** `delete` unless told; `archive` moves it out of the app's reach. */
      how?: 'delete' | 'archive';
      /**
       * Share of an app's data that goes in one run without a person who
       * confirms the count, from 0 to 1; 0.1 unless told.
       */
      maxShare?: number;
      /** Hours between the end of an app and the disposal of its data; 24 unless told. */
      graceHours?: number;
    };
    credentials?: {
      /**
       * Key that seals what the registry keeps of OAuth clients: 32 bytes as
       * base64. Required as soon as apps get OAuth clients.
       * @visibility secret
       */
      key?: string;
    };
  };
}
