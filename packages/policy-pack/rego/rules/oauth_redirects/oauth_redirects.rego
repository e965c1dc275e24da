# METADATA
# title: OAuth clients return to exact, encrypted addresses
# description: |
#   Every redirect address is an exact https address, or http on the machine
#   itself (RFC 8252). Wildcards, fragments, user names and other schemes are
#   refused.
# custom:
#   source: R4
#   gates: [issue-client]
#   next: Give the exact https address to which people return after signing in
package microapp.rules.oauth_redirects

import data.microapp.lib

gates := {"issue-client"}

next := "Give the exact https address to which people return after signing in"

findings contains {"code": "oauth-redirects", "because": because, "next": next} if {
	input.gate in gates
	some because in refused(object.get(input.client, "redirect_uris", []))
}

refused(uris) := {"The OAuth client lists no redirect address"} if {
	is_array(uris)
	count(uris) == 0
}

refused(uris) := {"The redirect addresses of the OAuth client are not a list"} if not is_array(uris)

refused(uris) := {sprintf("The redirect address %s is not an exact https address", [lib.text(uri)]) |
	some uri in uris
	not exact(uri)
} if {
	is_array(uris)
	count(uris) > 0
}

exact(uri) if {
	is_string(uri)
	not contains(uri, "..")
	some pattern in [https_address, loopback_address]
	regex.match(pattern, uri)
}

https_address := `^https://[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]{1,5})?(/[^\s#*\\]*)?$`

loopback_address := `^http://(localhost|([a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/[^\s#*\\]*)?$`
