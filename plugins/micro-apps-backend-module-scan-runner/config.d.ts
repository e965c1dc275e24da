export interface Config {
  microApps?: {
    scanRunner?: {
      /**
       * Password of the scan identities at the identity provider.
       * @visibility secret
       */
      scanPassword?: string;
      /** Address of the identity provider; `http://localhost:7010` unless told. */
      issuer?: string;
      /** Package registry that scans use; npm's own setting unless told. */
      registry?: string;
      /** Longest time for all scans of one commit, in seconds; 300 unless told. */
      timeoutSeconds?: number;
    };
    components?: {
      /** Reviewed components of the organisation, in place of the shipped list. */
      baselineFile?: string;
    };
  };
}
