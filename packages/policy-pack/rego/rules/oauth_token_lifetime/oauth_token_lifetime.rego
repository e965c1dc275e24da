# METADATA
# title: Tokens are short-lived
# description: |
#   A client that states how long its access tokens live, states no more than
#   the limit. RFC 7591 has no word for it; the suite uses `token_lifetime`, in
#   seconds.
# custom:
#   source: R4
#   gates: [issue-client]
#   next: Lower token_lifetime
package microapp.rules.oauth_token_lifetime

import data.microapp.lib

gates := {"issue-client"}

parameters := {"maxSeconds": "number"}

max_seconds := data.microapp.settings.rules["oauth-token-lifetime"].maxSeconds

findings contains {
	"code": "oauth-token-lifetime",
	"because": sprintf("Access tokens may live for 1 to %d whole seconds, and the OAuth client asks for %s", [
		max_seconds,
		shown(lifetime),
	]),
	"next": "Lower token_lifetime",
} if {
	input.gate in gates
	lifetime := input.client.token_lifetime
	not allowed(lifetime)
}

allowed(lifetime) if {
	is_number(lifetime)
	lifetime == floor(lifetime)
	lifetime >= 1
	lifetime <= max_seconds
}

# Whoever wrote 3600 as a text sees what is wrong with it.
shown(value) := sprintf("the text %s", [value]) if is_string(value)

shown(value) := lib.text(value) if not is_string(value)
