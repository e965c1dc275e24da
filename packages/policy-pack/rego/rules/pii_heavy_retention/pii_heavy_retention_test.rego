package microapp.rules.pii_heavy_retention_test

import data.microapp.fixtures
import data.microapp.rules.pii_heavy_retention

heavy(days) := json.patch(fixtures.with_change("promote", "/assessment/piiHeavy", true), [{
	"op": "replace",
	"path": "/registration/retentionDays",
	"value": days,
}])

test_a_year_passes if count(pii_heavy_retention.findings) == 0 with input as heavy(365)

test_a_day_more_is_said if count(pii_heavy_retention.findings) == 1 with input as heavy(366)

test_little_personal_data_may_be_kept_longer if {
	count(pii_heavy_retention.findings) == 0
		with input as fixtures.with_change("promote", "/registration/retentionDays", 366)
}
