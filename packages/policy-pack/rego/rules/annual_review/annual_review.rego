# METADATA
# title: A person looks at the app again every year
# description: |
#   A renewal needs a review by a person that is not too old; an automatic
#   approval is none. Where the control `annual-review` is required, the suite's
#   gate sees to it.
# custom:
#   source: R10
#   gates: [renew]
#   next: Open the app, check what the registration says, and ask for the review
package microapp.rules.annual_review

import data.microapp.lib

gates := {"renew"}

parameters := {"controls": "array"}

findings contains {
	"code": "annual-review",
	"because": sprintf("Nobody has looked at the app again; the control %s is open", [control]),
	"next": "Open the app, check what the registration says, and ask for the review",
	"controlId": control,
} if {
	input.gate in gates
	some control in lib.uncovered(data.microapp.settings.rules["annual-review"].controls, input)
}
