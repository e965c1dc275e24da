import type { RiskModel } from './riskModel';

/**
 * The shipped numbers. A band is guaranteed by floors, not by sums: points
 * alone may reach Medium (7 at most), never High; Confidential data or a
 * privileged API is never Low; Regulated or PII-heavy is never below High.
 * Source: requirements R3.
 * @public
 */
export const DEFAULT_RISK_MODEL: RiskModel = {
  revision: '1.1',
  bands: { low: [0, 3], medium: [4, 7], high: [8, 10] },
  classPoints: { public: 0, internal: 1, confidential: 3, regulated: 5 },
  floors: {
    regulated: 8,
    piiHeavy: 8,
    confidential: 4,
    privileged: 4,
    notInCatalog: 4,
    sensitiveVendor: 4,
    vendorApprovalEnded: 4,
    specialCategory: 4,
  },
  saturation: 7,
  aboveHigh: { bothHighFloors: 1, sumAtLeast: 10, points: 1 },
  categoryWeights: {
    none: 0,
    names: 1,
    preferences: 1,
    contact: 2,
    location: 3,
    employment: 3,
    financial: 4,
    'identity-documents': 6,
    health: 6,
    biometric: 6,
    beliefs: 6,
    children: 6,
  },
  volumeFactors: {
    'under-100': 1,
    'under-1000': 2,
    'under-10000': 3,
    'over-10000': 4,
  },
  gradePoints: [
    { from: 1, points: 1 },
    { from: 5, points: 2 },
    { from: 10, points: 3 },
    { from: 18, points: 4 },
  ],
  piiHeavyAt: 18,
  categoryClasses: {
    financial: 'confidential',
    'identity-documents': 'confidential',
    children: 'confidential',
    health: 'regulated',
    biometric: 'regulated',
    beliefs: 'regulated',
  },
  specialCategories: ['health', 'biometric', 'beliefs', 'children'],
  categoryTitles: {
    none: 'no personal data',
    names: 'names',
    preferences: 'preferences',
    contact: 'contact details',
    location: 'places people have been',
    employment: 'facts about employment',
    financial: 'financial facts',
    'identity-documents': 'identity documents',
    health: 'facts about health',
    biometric: 'biometric features',
    beliefs: 'beliefs and opinions',
    children: "children's data",
  },
  volumeTitles: {
    'under-100': 'fewer than 100 people',
    'under-1000': 'fewer than 1000 people',
    'under-10000': '1000 to 10000 people',
    'over-10000': 'more than 10000 people',
  },
  audiencePoints: { self: 0, team: 0, company: 1, public: 2 },
  hostingPoints: { sandbox: 0, company: 0, external: 1 },
  scopePoints: { preAuthorised: 0, other: 1, privileged: 2 },
  vendorPoints: { preAuthorised: 0, other: 1, privileged: 2 },
  aiShare: {
    above: 50,
    points: { self: 0, team: 0, company: 1, public: 1 },
  },
  missingSuccessor: 1,
  missingRetention: 1,
  otherHosts: { free: 2, points: 1 },
};
