# METADATA
# title: CRM and HR only with explicit authorisation
# description: |
#   An app connects to a customer or personnel system only when the catalog
#   offers it to everybody, when IT has agreed to the system, when the settings authorise exactly this app until a
#   date, or when a security reviewer has looked at it. In an environment with
#   invented data, and at registration, this is said and does not hold anybody up.
# custom:
#   source: R6
#   gates: [register, issue-client, promote, renew]
#   next: Ask for the connection; a security reviewer decides
package microapp.rules.crm_hr_authorisation

import data.microapp.lib

gates := {"issue-client", "promote", "renew"}

parameters := {"kinds": "array", "controls": "array", "authorised": "array"}

settings := data.microapp.settings.rules["crm-hr-authorisation"]

findings contains {
	"code": "crm-hr-authorisation",
	"because": sprintf("Nobody has authorised the connection to %s", [name]),
	"next": "Ask for the connection; a security reviewer decides",
} if {
	input.gate in gates
	not lib.rehearsal(input)
	some name in unauthorised
}

obligations contains {
	"code": "crm-hr-authorisation",
	"because": sprintf("The connection to %s has to be authorised before real data flows", [name]),
} if {
	said_beforehand
	some name in unauthorised
}

said_beforehand if input.gate == "register"

said_beforehand if {
	input.gate in gates
	lib.rehearsal(input)
}

unauthorised contains integration.name if {
	not reviewed
	some integration in input.integrations
	sensitive(integration)
	not integration.preAuthorised
	not object.get(integration, "authorised", false)
	not listed(integration.name)
}

sensitive(integration) if integration.vendorKind in settings.kinds

# A service whose kind nobody told may be one.
sensitive(integration) if lib.kind_unknown(integration)

# A scope belongs to the system that its name begins with, as in crm:read.
sensitive(integration) if split(lower(trim_space(integration.name)), ":")[0] in settings.kinds

listed(name) if {
	some authorisation in settings.authorised
	authorisation.integration == name
	input.app.id in authorisation.apps
	substring(input.now, 0, 19) < substring(authorisation.until, 0, 19)
}

reviewed if {
	some finding in input.findings
	finding.controlId in settings.controls
	finding.state == "satisfied"
}
