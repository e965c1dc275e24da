package microapp.rules.vendor_approval_test

import data.microapp.fixtures
import data.microapp.rules.vendor_approval

until(gate, text) := fixtures.using(gate, {"name": "mapland", "approvedUntil": text})

test_a_vendor_approved_until_next_year_passes if {
	every text in ["2027-11-24", "2026-11-24T10:00:01Z", "2027-01-01T00:00:00.000Z"] {
		count(vendor_approval.findings) == 0 with input as until("promote", text)
	}
}

test_an_approval_that_ended_is_refused if {
	every text in ["2026-11-24", "2026-11-24T10:00:00Z", "2025-01-01T00:00:00.000Z"] {
		count(vendor_approval.findings) == 1 with input as until("promote", text)
	}
}

test_a_date_that_cannot_be_read_is_refused if {
	fixtures.sentences(vendor_approval.findings) == {"It cannot be read until when mapland is approved"}
		with input as until("issue-client", "next summer")
}

test_registration_says_it_beforehand if {
	count(vendor_approval.findings) == 0 with input as until("register", "2026-01-01")
	count(vendor_approval.obligations) == 1 with input as until("register", "2026-01-01")
}
