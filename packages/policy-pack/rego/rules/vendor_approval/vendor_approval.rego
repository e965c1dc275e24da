# METADATA
# title: A vendor's approval has not ended
# description: |
#   Vendors are approved until a date. From then on no app that uses them gets
#   credentials or goes further; at registration it is said beforehand.
# custom:
#   source: R6
#   gates: [register, issue-client, promote, renew]
#   next: Ask the platform team to review the vendor again
package microapp.rules.vendor_approval

gates := {"issue-client", "promote", "renew"}

findings contains {
	"code": "vendor-approval",
	"because": because,
	"next": "Ask the platform team to review the vendor again",
} if {
	input.gate in gates
	some because in ended
}

obligations contains {"code": "vendor-approval", "because": because} if {
	input.gate == "register"
	some because in ended
}

ended contains sprintf("The approval of %s ended on %s", [name, until]) if {
	some name, until in approvals
	substring(instant(until), 0, 19) <= substring(input.now, 0, 19)
}

ended contains sprintf("It cannot be read until when %s is approved", [name]) if {
	some name, until in approvals
	not instant(until)
}

approvals[name] := until if {
	some integration in input.integrations
	integration.kind == "vendor"
	name := integration.name
	until := integration.approvedUntil
}

# A day ends its approval as it begins, in UTC.
instant(text) := text if regex.match(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$`, text)

instant(text) := concat("", [text, "T00:00:00Z"]) if regex.match(`^\d{4}-\d{2}-\d{2}$`, text)
