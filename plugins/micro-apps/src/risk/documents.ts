/** Controls that are met by writing something, and what is written. */
export const DOCUMENTS: Record<
  string,
  'incident-response-plan' | 'encryption-statement'
> = {
  'incident-response-plan': 'incident-response-plan',
  'encryption-at-rest-and-in-transit': 'encryption-statement',
};
