export interface Config {
  microApps?: {
    oauthDcr?: {
      /** Address of the identity provider; `http://localhost:7010` unless told. */
      issuer?: string;
      /**
       * Token that allows registering clients (RFC 7591).
       * @visibility secret
       */
      initialAccessToken?: string;
      /**
       * Token for listing and removing leftover clients.
       * @visibility secret
       */
      adminToken?: string;
    };
  };
}
