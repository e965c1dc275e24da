export interface Config {
  microApps?: {
    /**
     * Who may decide, by role; group entity references.
     */
    approvers?: {
      security?: string[];
      privacy?: string[];
      it?: string[];
    };
    /**
     * Groups that look after the portal: they may remove catalog entries.
     */
    administrators?: string[];
  };
}
