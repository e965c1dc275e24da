# METADATA
# title: Only what the integration catalog holds
# description: |
#   A vendor or API that nobody has looked at is named at registration, and
#   goes no further before it is in the catalog. Unknown scopes are the matter
#   of the control `least-privilege-scopes`.
# custom:
#   source: R6
#   gates: [register, issue-client, promote, renew]
#   next: Ask for it in the form, or take it out of the registration
package microapp.rules.unknown_integrations

gates := {"issue-client", "promote", "renew"}

findings contains {
	"code": "unknown-integrations",
	"because": sprintf("%s is not in the integration catalog", [name]),
	"next": "Ask for it in the form, or take it out of the registration",
} if {
	input.gate in gates
	some name in unknown
}

obligations contains {
	"code": "unknown-integrations",
	"because": sprintf("%s has to be in the integration catalog before the app goes further", [name]),
} if {
	input.gate == "register"
	some name in unknown
}

unknown contains name if {
	some name in input.unknownIntegrations
	not name in asked_scopes
}

asked_scopes := {trim_space(scope) | some scope in input.registration.scopes}
