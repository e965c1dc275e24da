# METADATA
# title: A person looks at the app again every year
# description: |
#   A renewal needs a person's word on the app as it is now; an automatic
#   approval is no review.
# custom:
#   source: R10
#   gates: [renew]
#   next: The owner opens the app, reads the statements and confirms each of them
package microapp.rules.annual_review

import data.microapp.lib

gates := {"renew"}

parameters := {"controls": "array"}

findings contains {
	"code": "annual-review",
	"because": sprintf("Nobody has looked at the app again; the control %s is open", [control]),
	"next": "The owner opens the app, reads the statements and confirms each of them",
	"controlId": control,
} if {
	input.gate in gates
	some control in lib.uncovered(data.microapp.settings.rules["annual-review"].controls, input)
}
