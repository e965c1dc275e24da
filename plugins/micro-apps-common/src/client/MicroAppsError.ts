import type { RefusalCode } from '@micro-apps/governance-core';

const CODE_OF_STATUS: Record<number, string> = {
  401: 'signed-out',
  403: 'not-allowed',
  404: 'unknown-record',
  413: 'too-large',
  503: 'busy',
};

/** A refusal of the registry: what it said, in words for people. @public */
export class MicroAppsError extends Error {
  readonly status: number;
  /** A refusal code, or what the HTTP status says when there is none. */
  readonly code: RefusalCode | string;
  readonly details: readonly { path?: string; message: string }[];

  constructor(options: {
    status: number;
    message: string;
    code?: string;
    details?: readonly { path?: string; message: string }[];
  }) {
    super(options.message);
    this.name = 'MicroAppsError';
    this.status = options.status;
    this.code = options.code ?? CODE_OF_STATUS[options.status] ?? 'failed';
    this.details = options.details ?? [];
  }

  /** Reads the error body of an answer; never throws itself. */
  static async fromResponse(response: Response): Promise<MicroAppsError> {
    const body: unknown = await response.json().catch(() => undefined);
    const error = isRecord(body) && isRecord(body.error) ? body.error : {};
    return new MicroAppsError({
      status: response.status,
      message:
        typeof error.message === 'string'
          ? error.message
          : `The registry answered with status ${response.status}. Try again; if it stays so, tell the platform team`,
      code: typeof error.code === 'string' ? error.code : undefined,
      details: Array.isArray(error.details) ? error.details : undefined,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
