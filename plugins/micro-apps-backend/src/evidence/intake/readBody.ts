import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import { tooMuchJson } from '../reports/scanJson';
import { isRecord } from '../reports/untrusted';

const MB = 1024 * 1024;
/** GitHub’s limit for what is packed (reliability C7). */
const MAX_PACKED_MB = 10;
/** A report of 10 MB and what goes around it. */
const MAX_PLAIN_MB = 12;
const MAX_UNPACKED_MB = 24;

const unzip = promisify(gunzip);

/** A body exactly as it arrived. */
export interface RawBody {
  readonly bytes: Buffer;
  readonly isPacked: boolean;
}

/** Collects a body; what is too much is not kept in memory. */
export async function readRawBody(
  request: IncomingMessage,
): Promise<Result<RawBody>> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const isPacked = encoding === 'gzip';
  if (!isPacked && encoding !== 'identity') {
    return refuse(
      'invalid-input',
      'Send the body as it is or packed with gzip (Content-Encoding: gzip)',
    );
  }
  const maxMb = isPacked ? MAX_PACKED_MB : MAX_PLAIN_MB;
  const tooLarge = refuse<RawBody>(
    'too-large',
    `Send at most ${MAX_PACKED_MB} MB packed with gzip, or ${MAX_PLAIN_MB} MB as it is`,
  );
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxMb * MB) {
      // The rest is read and forgotten, so that the answer arrives.
      chunks.length = 0;
      if (size > 4 * maxMb * MB) return tooLarge;
    } else {
      chunks.push(bytes);
    }
  }
  if (size > maxMb * MB) return tooLarge;
  return accept({ bytes: Buffer.concat(chunks), isPacked });
}

/** A body as it was meant. */
export interface JsonBody {
  readonly value: Record<string, unknown>;
  /** SHA-256 of its text; the same however it was packed. */
  readonly digest: string;
}

/** The JSON object of a body, unpacked within limits. */
export async function readJsonBody({
  bytes,
  isPacked,
}: RawBody): Promise<Result<JsonBody>> {
  let plain = bytes;
  if (isPacked) {
    try {
      plain = await unzip(bytes, { maxOutputLength: MAX_UNPACKED_MB * MB });
    } catch (error) {
      const { code }: { code?: unknown } = Object(error);
      return code === 'ERR_BUFFER_TOO_LARGE'
        ? refuse(
            'too-large',
            `Send at most ${MAX_UNPACKED_MB} MB after unpacking`,
          )
        : refuse('invalid-input', 'The body is not packed with gzip');
    }
  }
  const tooMuch = tooMuchJson(plain);
  if (tooMuch) return refuse('too-large', tooMuch);
  let value: unknown;
  try {
    value = JSON.parse(plain.toString('utf8'));
  } catch {
    value = undefined;
  }
  const digest = createHash('sha256').update(plain).digest('hex');
  return isRecord(value)
    ? accept({ value, digest })
    : refuse('invalid-input', 'Send one JSON object');
}
