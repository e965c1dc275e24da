import type { DataClass } from '../classification/dataClass';
import type {
  Audience,
  DataCategory,
  DataVolume,
  Hosting,
} from '../registration/registration';
import type { Band } from './risk';

/**
 * The numbers of the risk score, as data. Points are whole numbers from 0;
 * scores are whole numbers from 0 to 10. Source: requirements R3.
 * @public
 */
export interface RiskModel {
  /** Printed beside every score. */
  readonly revision: string;
  /** Lowest and highest score of each band; together they cover 0 to 10. */
  readonly bands: Readonly<Record<Band, readonly [number, number]>>;
  readonly classPoints: Readonly<Record<DataClass, number>>;
  /** Facts that keep a score from falling below a number, whatever the sum. */
  readonly floors: {
    readonly regulated: number;
    readonly piiHeavy: number;
    readonly confidential: number;
    readonly privileged: number;
    /** A scope or vendor that is not in the integration catalog. */
    readonly notInCatalog: number;
    /** A CRM, HR, payment, health or identity vendor (R6). */
    readonly sensitiveVendor: number;
    /** A vendor whose approval has ended (R6); needs to know the time. */
    readonly vendorApprovalEnded: number;
    /** Health, biometric features, beliefs, children: see `specialCategories`. */
    readonly specialCategory: number;
  };
  /** Highest score that points reach without a floor. */
  readonly saturation: number;
  /** Added to a High floor; how 9 and 10 come about. */
  readonly aboveHigh: {
    /** Regulated and heavy on personal data at once. */
    readonly bothHighFloors: number;
    /** The plain sum reaches `sumAtLeast`. */
    readonly sumAtLeast: number;
    readonly points: number;
  };
  readonly categoryWeights: Readonly<Record<DataCategory, number>>;
  readonly volumeFactors: Readonly<Record<DataVolume, number>>;
  /** Points by grade: the last entry whose `from` is reached counts. */
  readonly gradePoints: readonly {
    readonly from: number;
    readonly points: number;
  }[];
  /** Grade from which an app is heavy on personal data. */
  readonly piiHeavyAt: number;
  /** The class that a kind of data implies (R2). */
  readonly categoryClasses: Readonly<Partial<Record<DataCategory, DataClass>>>;
  /** Kinds of data about people that need special care whatever the class (R3, R7). */
  readonly specialCategories: readonly DataCategory[];
  /** Plain plural words for people. */
  readonly categoryTitles: Readonly<Record<DataCategory, string>>;
  readonly volumeTitles: Readonly<Record<DataVolume, string>>;
  readonly audiencePoints: Readonly<Record<Audience, number>>;
  readonly hostingPoints: Readonly<Record<Hosting, number>>;
  readonly scopePoints: {
    readonly preAuthorised: number;
    readonly other: number;
    readonly privileged: number;
  };
  readonly vendorPoints: {
    readonly preAuthorised: number;
    readonly other: number;
    readonly privileged: number;
  };
  /**
   * Code written mostly by AI counts once others rely on it. A share that is
   * not stated or makes no sense counts as all of it.
   */
  readonly aiShare: {
    /** Percent above which it counts. */
    readonly above: number;
    readonly points: Readonly<Record<Audience, number>>;
  };
  readonly missingSuccessor: number;
  /** No retention window, or one that makes no sense (R8). */
  readonly missingRetention: number;
  /** Hosts beyond the integration catalog: free up to a number, then points. */
  readonly otherHosts: { readonly free: number; readonly points: number };
}
