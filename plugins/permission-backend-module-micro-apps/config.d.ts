export interface Config {
  microApps?: {
    /**
     * Who may decide, by role; group entity references.
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
    /**
     * Groups that look after the portal: they may remove catalog entries.
     */
    administrators?: string[];
    audit?: {
      /**
       * Groups that read the audit log and see the numbers of all apps.
       */
      auditors?: string[];
    };
  };
}
