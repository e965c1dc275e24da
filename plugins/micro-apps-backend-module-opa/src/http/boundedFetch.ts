/**
 * Asks one address and reads its answer, neither longer than `timeoutMs` nor
 * more than `maxBytes` (unpacked). A redirect is refused: it would carry the
 * token, or the question, somewhere else.
 * @throws when there is no plain 200 answer within both limits
 */
export async function boundedFetch(
  url: URL,
  options: {
    method?: 'GET' | 'POST';
    token?: string;
    body?: string;
    timeoutMs: number;
    maxBytes: number;
    /** Names the other side in errors. */
    what: string;
  },
): Promise<Uint8Array> {
  const { method = 'GET', token, body, timeoutMs, maxBytes, what } = options;
  const response = await fetch(url, {
    method,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  }).catch(error => {
    throw new Error(`${what} does not answer: ${causeOf(error)}`);
  });
  if (response.status !== 200) {
    await response.body?.cancel().catch(() => undefined);
    throw new Error(`${what} answered ${response.status}`);
  }
  return await readBody(response, { maxBytes, what });
}

async function readBody(
  response: Response,
  { maxBytes, what }: { maxBytes: number; what: string },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read().catch(error => {
      throw new Error(`${what} broke off: ${causeOf(error)}`);
    });
    if (!part || part.done) return Buffer.concat(chunks);
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel().catch(() => undefined);
      throw new Error(`${what} sent more than ${maxBytes} bytes`);
    }
    chunks.push(part.value);
  }
}

/** The system's word for what went wrong; addresses and tokens stay out. */
function causeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: unknown };
  const code =
    typeof cause === 'object' && cause !== null
      ? (cause as { code?: unknown }).code
      : undefined;
  if (name === 'TimeoutError') return 'too slow';
  return typeof code === 'string' ? code : 'no connection';
}
