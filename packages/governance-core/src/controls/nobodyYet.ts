/** What controls share that nothing can prove yet. */
export const nobodyYet = {
  satisfiedBy: 'evidence',
  boundTo: 'envelope',
  gates: ['promote', 'renew'],
  actor: 'nobody-yet',
} as const;

/** The page says what it waits for. */
export const NOTHING_YET =
  'Nothing can prove this control yet. Until then the verdict is _unknown_, and unknown is not pass.';
