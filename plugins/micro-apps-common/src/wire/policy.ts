/** What a rule does where it applies. @public */
export type PolicyRuleMode = 'observe' | 'warn' | 'enforce';

/** One company rule. @public */
export interface PolicyRuleView {
  readonly id: string;
  readonly mode: PolicyRuleMode;
  /** Other modes in some environments, by the environment's name. */
  readonly rings?: Readonly<Record<string, PolicyRuleMode>>;
}

/** A value that is looser than the shipped one. @public */
export interface PolicyWeakeningView {
  /** Dotted path of the setting. */
  readonly path: string;
  readonly because: string;
}

/** `GET /v1/policy`: the rules that decide now (requirements R12). @public */
export interface PolicyResponse {
  /** `embedded`, `opa`, `bundle`; `none` when only the core's rules decide. */
  readonly engine: string;
  readonly coreRulesOnly: boolean;
  readonly revision: string;
  /** Empty when the engine cannot tell. */
  readonly rules: readonly PolicyRuleView[];
  /** Show a banner: something is looser than the shipped minimum. */
  readonly weakened: boolean;
  readonly weakenings: readonly PolicyWeakeningView[];
  readonly riskModel: {
    readonly revision: string;
    readonly weakenings: readonly PolicyWeakeningView[];
  };
  /** The organisation's reason for looser values. */
  readonly acknowledgement?: string;
  readonly reapprovalDays?: number;
  readonly pinnedRevision?: string;
  /** Newer rules were refused, or there are none. */
  readonly problem?: { readonly because: string; readonly since: string };
}
