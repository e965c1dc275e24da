import { DEFAULT_EXCEPTION_LIMITS } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import { aContainment } from './containment';
import { aModel } from './builders';
import { aRetention, aRetirement } from './retention';
import type { Answers } from './fakeClient';

/** What the Risk tab asks for, answered for one app. */
export function answersFor(app: AppDetail, answers: Answers = {}): Answers {
  return {
    getApp: async () => app,
    getModel: async () => aModel(),
    getIntegrations: async () => ({ items: SOME_INTEGRATIONS }),
    listEvidence: async () => ({ items: [] }),
    listAppExceptions: async () => ({
      items: [],
      limits: DEFAULT_EXCEPTION_LIMITS,
    }),
    listAppIncidents: async () => ({
      items: [],
      viewer: { mayReport: true, seesAll: true },
    }),
    getRetention: async () => aRetention(),
    getRetirement: async () => aRetirement({ standing: app.standing }),
    getContainment: async () => aContainment({ standing: app.standing }),
    getHistory: async () => ({ items: [] }),
    listApps: async () => ({ items: [], total: 0 }),
    ...answers,
  };
}
