# METADATA
# title: Payment, health and identity services need a security review
# description: |
#   An app that uses such a service has to meet the control `security-review`;
#   the suite's gate sees to its proof.
# custom:
#   source: R6
#   gates: [register, issue-client, promote, renew]
#   next: Ask for a security review
package microapp.rules.sensitive_vendors

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"kinds": "array", "controls": "array"}

settings := data.microapp.settings.rules["sensitive-vendors"]

findings contains {
	"code": "sensitive-vendors",
	"because": sprintf("%s is a %s service, and the app lacks the control %s", [
		integration.name,
		kind_words(integration),
		control,
	]),
	"next": "Ask for a security review",
	"controlId": control,
} if {
	input.gate in gates
	some integration in input.integrations
	sensitive(integration)
	some control in lib.uncovered(settings.controls, input)
}

sensitive(integration) if integration.vendorKind in settings.kinds

# Whose kind nobody told may be one of them.
sensitive(integration) if lib.kind_unknown(integration)

kind_words(integration) := "not yet classified" if {
	lib.kind_unknown(integration)
} else := integration.vendorKind
