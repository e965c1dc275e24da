# METADATA
# title: Data is kept no longer than allowed
# description: The registration states for how many whole days data is kept, within the limit.
# custom:
#   source: R8
#   gates: [register, issue-client, promote, renew]
#   next: Enter as few days as the purpose allows
package microapp.rules.retention_window

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"maxDays": "number"}

max_days := data.microapp.settings.rules["retention-window"].maxDays

findings contains {
	"code": "retention-window",
	"because": sprintf("Data may be kept for 1 to %d whole days, and the registration says %s", [
		max_days,
		json.marshal(input.registration.retentionDays),
	]),
	"next": "Enter as few days as the purpose allows",
} if {
	input.gate in gates
	not allowed(input.registration.retentionDays)
}

allowed(days) if {
	days == floor(days)
	days >= 1
	days <= max_days
}
