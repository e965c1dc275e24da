export interface Config {
  microApps?: {
    policy?: {
      /**
       * Where company rules are decided: `embedded` (the shipped pack in this
       * process; the default), `opa` (an OPA server) or `bundle` (the
       * organisation's own bundle, compiled to wasm).
       */
      engine?: 'embedded' | 'opa' | 'bundle';
      /**
       * What differs from the shipped settings of the rules: numbers, lists,
       * modes. Not with `opa`, whose data holds them.
       */
      settings?: { [key: string]: unknown };
      /** The same in a YAML or JSON file; `settings` wins over it. */
      settingsFile?: string;
      /** Why values that are looser than shipped are accepted. */
      acknowledgeWeakening?: string;
      opa?: {
        /** Base address: https, or http on this machine. */
        url?: string;
        /**
         * Bearer token.
         * @visibility secret
         */
        token?: string;
      };
      bundle?: {
        /** A `.tar.gz` on disk; or `url`. */
        file?: string;
        /** https, or http on this machine. */
        url?: string;
        /**
         * Bearer token for `url`.
         * @visibility secret
         */
        token?: string;
        /** Seconds between two looks for a newer one; 60 unless told. */
        pollSeconds?: number;
        /**
         * File in which the last good bundle outlives a restart. Without it an
         * older bundle is told from a newer one only while the portal runs.
         */
        keepIn?: string;
        /** The only revision to take: the way back to an older one. */
        pinRevision?: string;
        /** When set, only bundles signed with it are taken. */
        key?: {
          /** PEM; or `publicKeyFile`. */
          publicKey?: string;
          publicKeyFile?: string;
          /** RS256 unless told; public-key algorithms only. */
          algorithm?: string;
          /** Compared with the signature's key id. */
          keyId?: string;
          /** Compared with the signature's scope. */
          scope?: string;
        };
      };
    };
  };
}
