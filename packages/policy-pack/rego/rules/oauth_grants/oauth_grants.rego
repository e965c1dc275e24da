# METADATA
# title: OAuth clients use safe grants only
# description: |
#   The authorisation code with its refresh, and nothing that hands out tokens
#   in addresses or takes passwords (RFC 9700).
# custom:
#   source: R4
#   gates: [issue-client]
#   next: Use the grant authorization_code with the response type code
package microapp.rules.oauth_grants

import data.microapp.lib

gates := {"issue-client"}

parameters := {"grantTypes": "array", "responseTypes": "array"}

settings := data.microapp.settings.rules["oauth-grants"]

next := "Use the grant authorization_code with the response type code"

findings contains {"code": "oauth-grants", "because": because, "next": next} if {
	input.gate in gates
	some because in (unsafe_grants | unsafe_responses)
}

# What RFC 7591 takes for granted where a client says nothing.
grants := lib.listed(object.get(input.client, "grant_types", ["authorization_code"]))

responses := lib.listed(object.get(input.client, "response_types", ["code"]))

unsafe_grants contains sprintf("The OAuth client may not use the grant %s", [lib.text(grant)]) if {
	some grant in grants
	not grant in settings.grantTypes
}

unsafe_responses contains sprintf("The OAuth client may not ask for the response type %s", [lib.text(response)]) if {
	some response in responses
	not response in settings.responseTypes
}
