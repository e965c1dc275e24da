# METADATA
# title: An app's data is gone before the app is
# description: |
#   Before an app with sensitive or much personal data is retired, there is
#   proof that its data was archived or deleted. For the others it is due
#   afterwards, and said so. As shipped the rule warns, because an end that is
#   forbidden leaves the app running; an organisation may enforce it.
# custom:
#   source: R8, R10
#   gates: [retire]
#   next: Archive or delete the data by the retention rule, and record it
package microapp.rules.data_disposition

import data.microapp.lib

gates := {"retire"}

parameters := {"classes": "array", "controls": "array"}

settings := data.microapp.settings.rules["data-disposition"]

findings contains {
	"code": "data-disposition",
	"because": "There is no proof yet that the data of the app was archived or deleted",
	"next": "Archive or delete the data by the retention rule, and record it",
	"controlId": control,
} if {
	input.gate in gates
	sensitive
	some control in unproven
}

findings contains {
	"code": "data-disposition",
	"because": "The data of the app could not be archived or deleted",
	"next": "Archive or delete the data by the retention rule, and record it",
	"controlId": control,
} if {
	input.gate in gates
	some control in settings.controls
	some finding in input.findings
	finding.controlId == control
	finding.state == "not-satisfied"
}

obligations contains {
	"code": "data-disposition",
	"because": sprintf("Archive or delete the data within %s days, and record it", [
		json.marshal(input.registration.retentionDays),
	]),
} if {
	input.gate in gates
	lib.personal_data(input.registration)
	count(unproven) > 0
	not sensitive
}

unproven contains control if {
	some control in settings.controls
	not proven(control)
}

proven(control) if {
	some finding in input.findings
	finding.controlId == control
	finding.state in {"satisfied", "not-applicable"}
}

sensitive if input.assessment.effectiveClass in settings.classes

sensitive if input.assessment.piiHeavy
