/** What a micro app may ask the identity provider for. Names: RFC 7591. @public */
export interface OAuthClientRequest {
  /** Idempotency: `micro-apps:<appId>:<environment>`. */
  readonly softwareId: string;
  readonly appId: string;
  readonly environment: string;
  readonly clientName: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  /** Public JSON Web Keys; the private part stays where the app is deployed. */
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] };
}

/** @public */
export interface OAuthClient {
  readonly clientId: string;
  /** RFC 7592; the caller stores it encrypted. */
  readonly registrationAccessToken: string;
  readonly registrationClientUri: string;
}

/** Registers and removes OAuth clients at the identity provider. @public */
export interface OAuthClientPort {
  readonly issuer: string;
  /**
   * Registers a client. Answers wider than asked are deleted and refused.
   * A lost answer is healed by removing the earlier client of the same softwareId.
   */
  register(request: OAuthClientRequest): Promise<OAuthClient>;
  /** Removing what is not there is success. */
  remove(client: {
    clientId: string;
    registrationAccessToken: string;
    registrationClientUri: string;
  }): Promise<void>;
  /** Clients of this suite, for reconciliation. */
  list(): Promise<readonly { clientId: string; softwareId: string }[]>;
  /** Removal without a registration token, for leftovers. */
  removeById(clientId: string): Promise<void>;
}
