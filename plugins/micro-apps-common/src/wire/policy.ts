import { RULE_MODES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { choiceField, searchField, strictFields, textField } from './fields';

/** What a rule does where it applies. @public */
export type PolicyRuleMode = 'observe' | 'warn' | 'enforce';

/** One company rule. @public */
export interface PolicyRuleView {
  readonly id: string;
  readonly mode: PolicyRuleMode;
  /** Other modes in some environments, by the environment's name. */
  readonly rings?: Readonly<Record<string, PolicyRuleMode>>;
  /** What people switched in the portal. */
  readonly switches?: readonly PolicySwitchView[];
}

/** One switch that is in force. @public */
export interface PolicySwitchView {
  /** Absent: everywhere. */
  readonly ring?: string;
  readonly mode: PolicyRuleMode;
  /** How the rule would act there without this switch. */
  readonly without: PolicyRuleMode;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** `POST /v1/policy/rules/:rule/mode`. @public */
export const switchRuleRequest = strictFields({
  ring: searchField(100).optional(),
  /** `take-back`: the switch there ends, and the rule acts as without it. */
  mode: choiceField('a mode', [...RULE_MODES, 'take-back']),
  reason: textField({
    what: 'your reason',
    min: 3,
    max: 2_000,
    multiline: true,
  }),
  /** The revision that was on the screen. */
  expectedRevision: searchField(300),
  /** The preview that was looked at; needed to enforce a rule. */
  previewId: searchField(64).optional(),
});
/** @public */
export type SwitchRuleRequest = z.input<typeof switchRuleRequest>;

/** `POST /v1/policy/previews`: what a switch would touch. @public */
export const previewRuleRequest = strictFields({
  rule: searchField(100),
  ring: searchField(100).optional(),
  mode: choiceField('a mode', RULE_MODES),
});
/** @public */
export type PreviewRuleRequest = z.input<typeof previewRuleRequest>;

/** What one switch would do over the whole fleet. @public */
export interface RulePreviewView {
  readonly id: string;
  readonly rule: string;
  readonly ring?: string;
  readonly mode: PolicyRuleMode;
  /** Of the rules that it was worked out with. */
  readonly revision: string;
  readonly by: string;
  readonly at: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** Apps looked at, of so many. */
  readonly done: number;
  readonly total: number;
  readonly finishedAt?: string;
  readonly stoppedBy?: string;
  /** Why it failed, or that it was stopped. */
  readonly because?: string;
  readonly result?: {
    /** Apps for which the rule would block something that it does not block now, or the other way round. */
    readonly apps: number;
    /** Of them: could be promoted now, and could not any more. */
    readonly newlyHeld: number;
    /** Of them: could not be promoted now, and could then. */
    readonly newlyFree: number;
    readonly people: number;
    readonly credentials: number;
    /** Apps that company rules gave no clear answer on. */
    readonly undecided: number;
    readonly examples: readonly {
      readonly id: string;
      readonly name: string;
    }[];
  };
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
  /** Whoever asks may switch rules. */
  readonly maySwitch?: boolean;
  /** Newer rules were refused, or there are none. */
  readonly problem?: { readonly because: string; readonly since: string };
}
