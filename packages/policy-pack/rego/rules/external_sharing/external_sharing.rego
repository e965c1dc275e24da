# METADATA
# title: Who shares personal data outside takes care of privacy
# description: |
#   Personal data that everybody may see, or that is hosted elsewhere, needs the
#   privacy controls of the settings, and the privacy office hears of it. The
#   roles of the settings have to agree before it goes to production use.
# custom:
#   source: R7
#   gates: [register, issue-client, promote, renew]
#   next: Add the privacy notice, or keep the app inside the company
package microapp.rules.external_sharing

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"audiences": "array", "hostings": "array", "controls": "array", "approvers": "array"}

settings := data.microapp.settings.rules["external-sharing"]

findings contains {
	"code": "external-sharing",
	"because": sprintf("Personal data leaves the company, and the app lacks the control %s", [control]),
	"next": "Add the privacy notice, or keep the app inside the company",
	"controlId": control,
} if {
	input.gate in gates
	shared
	some control in lib.uncovered(settings.controls, input)
}

obligations contains {
	"code": "external-sharing",
	"because": "Personal data leaves the company: tell the privacy office before it does",
} if {
	input.gate in {"register", "promote"}
	shared
}

# A duty with such a code is an approval that people are asked for.
obligations contains {
	"code": sprintf("approval:%s", [role]),
	"because": "Personal data leaves the company",
} if {
	input.gate == "promote"
	shared
	some role in settings.approvers
}

shared if {
	lib.personal_data(input.registration)
	outside(input.registration)
}

outside(registration) if registration.audience in settings.audiences

outside(registration) if registration.hosting in settings.hostings
