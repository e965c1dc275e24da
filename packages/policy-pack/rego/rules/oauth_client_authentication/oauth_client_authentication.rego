# METADATA
# title: OAuth clients prove who they are with a key
# description: |
#   The key is made where the app runs and never leaves it, so that there is no
#   secret to leak. A client that says nothing would get a secret (RFC 7591).
# custom:
#   source: R4
#   gates: [issue-client]
#   next: Use private_key_jwt with the public key of the app
package microapp.rules.oauth_client_authentication

import data.microapp.lib

gates := {"issue-client"}

parameters := {"methods": "array"}

findings contains {
	"code": "oauth-client-authentication",
	"because": sprintf("The OAuth client proves who it is by %s", [lib.text(method)]),
	"next": "Use private_key_jwt with the public key of the app",
} if {
	input.gate in gates
	method := object.get(input.client, "token_endpoint_auth_method", "client_secret_basic")
	not method in data.microapp.settings.rules["oauth-client-authentication"].methods
}
