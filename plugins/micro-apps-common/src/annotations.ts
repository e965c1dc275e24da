/** Prefix of every annotation of this suite. @public */
export const ANNOTATION_PREFIX = 'micro-apps.dev/';
/** Binds an entity to its registry row. @public */
export const ANNOTATION_ID = 'micro-apps.dev/id';
/** Declared data class. @public */
export const ANNOTATION_CLASSIFICATION = 'micro-apps.dev/classification';
/** Highest of declared and implied class (requirements R2). @public */
export const ANNOTATION_EFFECTIVE_CLASS = 'micro-apps.dev/effective-class';
/** Comma list of personal-data categories, or `none`. @public */
export const ANNOTATION_DATA_TYPES = 'micro-apps.dev/data-types';
/** `low`, `medium` or `high`. @public */
export const ANNOTATION_BAND = 'micro-apps.dev/band';
/** State of the app in the registry. @public */
export const ANNOTATION_STANDING = 'micro-apps.dev/standing';
/**
 * On a User: the identity provider's stable subject. People are bound by it,
 * never by e-mail or spelling (architecture, Approvers). @public
 */
export const ANNOTATION_SUBJECT = 'micro-apps.dev/subject';
/** On a User: `true` once the person has left and the entity is kept. @public */
export const ANNOTATION_DEACTIVATED = 'micro-apps.dev/deactivated';
/** On a User: reference of her manager, who is told when she leaves. @public */
export const ANNOTATION_MANAGER = 'micro-apps.dev/manager';

/** On an integration: the name that a registration uses. @public */
export const ANNOTATION_SCOPE_NAME = 'micro-apps.dev/scope-name';
/** On an integration: the lowest class an app that uses it can have. @public */
export const ANNOTATION_MINIMUM_CLASS = 'micro-apps.dev/minimum-class';
/** On an integration: `true` for a privileged API. @public */
export const ANNOTATION_PRIVILEGED = 'micro-apps.dev/privileged';
/** On an integration: `true` when anybody may choose it. @public */
export const ANNOTATION_PRE_AUTHORISED = 'micro-apps.dev/pre-authorised';
/** On a vendor: general, crm, hr, payment, health or identity. @public */
export const ANNOTATION_VENDOR_KIND = 'micro-apps.dev/vendor-kind';
/** On an integration: comma list of host names. @public */
export const ANNOTATION_HOSTS = 'micro-apps.dev/hosts';
/** On an integration: comma list of npm packages. @public */
export const ANNOTATION_SDK_PACKAGES = 'micro-apps.dev/sdk-packages';
/** On a vendor: ISO instant until which it is approved. @public */
export const ANNOTATION_APPROVED_UNTIL = 'micro-apps.dev/approved-until';

/** What only the registry may state; a YAML file never can. @public */
export const COMPUTED_ANNOTATIONS: ReadonlySet<string> = new Set([
  ANNOTATION_ID,
  ANNOTATION_EFFECTIVE_CLASS,
  ANNOTATION_BAND,
  ANNOTATION_STANDING,
]);

/** `spec.type` of the catalog Component of a micro app. @public */
export const MICRO_APP_TYPE = 'micro-app';
