import { useRef } from 'react';
import { newKey } from './newKey';

/**
 * Adds a key to what is sent, the same for as long as the same is sent, so that
 * trying again after a lost answer does it once. Whoever changes something first
 * means something else, and gets a new one.
 */
export function useIdempotencyKey(): <Content extends object>(
  content: Content,
) => Content & { readonly idempotencyKey: string } {
  const last = useRef<{ text: string; key: string }>();
  return content => {
    const text = JSON.stringify(content);
    if (last.current?.text !== text) last.current = { text, key: newKey() };
    return { ...content, idempotencyKey: last.current.key };
  };
}
