import { useRef } from 'react';
import { newKey } from './newKey';

/**
 * One key for as long as the same is sent, so that trying again does it once.
 * Whoever changes something first means something else, and gets a new one.
 */
export function useIdempotencyKey(): (content: object) => string {
  const last = useRef<{ text: string; key: string }>();
  return content => {
    const text = JSON.stringify(content);
    if (last.current?.text !== text) last.current = { text, key: newKey() };
    return last.current.key;
  };
}
