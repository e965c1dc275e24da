/**
 * Widgets and hooks that the pages, cards and form fields of Micro Apps share.
 *
 * @packageDocumentation
 */
export * from './api/microAppsApiRef';
export * from './api/useMicroAppsApi';
export * from './resource/useAsyncResource';
export * from './toast/useToast';
export * from './translation/microAppsReactTranslationRef';
export * from './widgets/BandChip';
export * from './widgets/ConfirmDialog';
export * from './widgets/EmptyNotice';
export * from './widgets/ErrorNotice';
export * from './widgets/FindingMark';
export * from './widgets/LoadingRows';
export * from './widgets/RelativeTime';
export * from './widgets/ScoreReasons';
export * from './widgets/StageStepper';
export * from './widgets/VisuallyHidden';
