package microapp.rules.retention_window_test

import data.microapp.fixtures
import data.microapp.rules.retention_window

test_ninety_days_pass if count(retention_window.findings) == 0 with input as fixtures.at("promote")

test_a_day_more_than_allowed_is_refused if {
	fixtures.sentences(retention_window.findings) == {concat("", [
		"Data may be kept for 1 to 3650 whole days, ",
		"and the registration says 3651",
	])} with input as fixtures.with_change("register", "/registration/retentionDays", 3651)
}

test_no_days_and_half_days_are_refused if {
	every days in [0, -1, 1.5] {
		count(retention_window.findings) == 1
			with input as fixtures.with_change("promote", "/registration/retentionDays", days)
	}
}

test_an_organisation_lowers_the_limit if {
	count(retention_window.findings) == 1 with input as fixtures.at("promote")
		with data.microapp.settings.rules["retention-window"].maxDays as 30
}

test_retiring_is_another_matter if {
	count(retention_window.findings) == 0
		with input as fixtures.with_change("retire", "/registration/retentionDays", 3651)
}
