# METADATA
# title: The class that counts is the highest one
# description: |
#   The effective class is never below what the maker declared, nor below what
#   a scope or vendor in use carries at least.
# custom:
#   source: R2
#   gates: [register, issue-client, promote, renew]
#   next: Ask your platform team; the class has to be worked out again
package microapp.rules.effective_class

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

findings contains {
	"code": "effective-class",
	"because": sprintf("%s is at least %s data, and the request counts it as %s", [
		reason.source,
		reason.class,
		input.assessment.effectiveClass,
	]),
	"next": "Ask your platform team; the class has to be worked out again",
} if {
	input.gate in gates
	some reason in reasons
	lib.class_rank(input.assessment.effectiveClass) < lib.class_rank(reason.class)
}

reasons contains {"source": "What the registration declares", "class": input.registration.classification}

reasons contains {"source": integration.name, "class": integration.minimumClass} if {
	some integration in input.integrations
	integration.minimumClass
}
