/** Topic of the events service on which changes of apps are told. @public */
export const MICRO_APPS_TOPIC = 'micro-apps.apps';

/** Payload of {@link MICRO_APPS_TOPIC}. @public */
export interface AppChangedEvent {
  readonly type: 'app.changed';
  readonly appId: string;
  readonly entityRef: string;
}
