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
