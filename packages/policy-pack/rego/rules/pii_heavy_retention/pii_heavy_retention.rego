# METADATA
# title: Much personal data is kept for a shorter time
# description: |
#   An app that is heavy on personal data keeps it no longer than the limit.
#   The rule warns as shipped; an organisation that wants it enforced says so.
# custom:
#   source: R7, R8
#   gates: [register, promote, renew]
#   next: Enter fewer days, or keep less about fewer people
package microapp.rules.pii_heavy_retention

gates := {"register", "promote", "renew"}

parameters := {"maxDays": "number"}

max_days := data.microapp.settings.rules["pii-heavy-retention"].maxDays

findings contains {
	"code": "pii-heavy-retention",
	"because": sprintf("Much personal data should be kept for %d days at most, and the registration says %s", [
		max_days,
		json.marshal(input.registration.retentionDays),
	]),
	"next": "Enter fewer days, or keep less about fewer people",
} if {
	input.gate in gates
	input.assessment.piiHeavy
	input.registration.retentionDays > max_days
}
