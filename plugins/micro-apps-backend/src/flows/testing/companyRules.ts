import type {
  Gate,
  GateDecision,
  PolicyInput,
} from '@micro-apps/governance-core';
import type {
  PolicyDescription,
  PolicyEnginePort,
} from '@micro-apps/plugin-micro-apps-node';

/** An engine that says what a test tells it to. */
export interface CompanyRules extends PolicyEnginePort {
  /** Everything it was asked, oldest first. */
  readonly asked: PolicyInput[];
  revision: string;
  /** False: it does not answer. */
  there: boolean;
  /** Says no at a gate, or yes again. */
  deny(gate: Gate, because?: (input: PolicyInput) => string | undefined): void;
  allow(gate: Gate): void;
  /** Beside its yes or no. */
  also: Partial<Pick<GateDecision, 'obligations' | 'observations'>>;
  described: Partial<PolicyDescription>;
}

/** Rules that allow everything until they are told otherwise. */
export function createCompanyRules(): CompanyRules {
  const denials = new Map<Gate, (input: PolicyInput) => string | undefined>();
  const rules: CompanyRules = {
    engine: 'double',
    revision: 'r1',
    asked: [],
    there: true,
    also: {},
    described: {},
    deny(gate, because = () => 'The company says no') {
      denials.set(gate, because);
    },
    allow(gate) {
      denials.delete(gate);
    },
    async decide(input) {
      if (!rules.there) throw new Error('The engine is away');
      rules.asked.push(input);
      const because = denials.get(input.gate)?.(input);
      const violations = because
        ? [{ code: 'company-rule', because, next: 'Ask the company' }]
        : [];
      return {
        revision: rules.revision,
        decision: {
          gate: input.gate,
          allowed: violations.length === 0,
          violations,
          obligations: [],
          ...rules.also,
        },
      };
    },
    async describe() {
      return {
        engine: rules.engine,
        revision: rules.revision,
        rules: [],
        weakenings: [],
        ...rules.described,
      };
    },
  };
  return rules;
}
