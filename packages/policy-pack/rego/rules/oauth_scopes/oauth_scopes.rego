# METADATA
# title: OAuth clients get the scopes of the registration and no more
# description: Least privilege. What a client asks for has been registered, and contains no wildcard.
# custom:
#   source: R4
#   gates: [issue-client]
#   next: Register the scope first, or leave it out of the client
package microapp.rules.oauth_scopes

gates := {"issue-client"}

parameters := {"protocolScopes": "array"}

next := "Register the scope first, or leave it out of the client"

findings contains {"code": "oauth-scopes", "because": because, "next": next} if {
	input.gate in gates
	some because in refused
}

refused contains "The OAuth client does not say which scopes it wants" if {
	input.client
	not is_string(object.get(input.client, "scope", null))
}

refused contains sprintf("The OAuth client asks for %s, which the registration does not name", [scope]) if {
	some scope in asked
	not scope in registered
}

refused contains sprintf("The scope %s of the OAuth client has a wildcard", [scope]) if {
	some scope in asked
	contains(scope, "*")
}

asked contains scope if {
	some scope in split(input.client.scope, " ")
	scope != ""
}

registered := {trim_space(scope) | some scope in input.registration.scopes} | {scope |
	some scope in data.microapp.settings.rules["oauth-scopes"].protocolScopes
}
