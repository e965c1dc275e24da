# METADATA
# title: Only what the integration catalog holds
# description: |
#   A vendor or API that nobody has looked at can be registered and tried out
#   with invented data, and goes no further before it is in the catalog. Unknown
#   scopes are the matter of the control `least-privilege-scopes`.
# custom:
#   source: R6
#   gates: [register, issue-client, promote, renew]
#   next: Ask for it in the form, or take it out of the registration
package microapp.rules.unknown_integrations

import data.microapp.lib

gates := {"issue-client", "promote", "renew"}

findings contains {
	"code": "unknown-integrations",
	"because": sprintf("%s is not in the integration catalog", [name]),
	"next": "Ask for it in the form, or take it out of the registration",
} if {
	input.gate in gates
	not lib.rehearsal(input)
	some name in unknown
}

obligations contains {
	"code": "unknown-integrations",
	"because": sprintf("%s has to be in the integration catalog before the app goes further", [name]),
} if {
	said_beforehand
	some name in unknown
}

said_beforehand if input.gate == "register"

said_beforehand if {
	input.gate in gates
	lib.rehearsal(input)
}

unknown contains name if {
	some name in input.unknownIntegrations
	not name in asked_scopes
}

asked_scopes contains trim_space(scope) if some scope in input.registration.scopes
