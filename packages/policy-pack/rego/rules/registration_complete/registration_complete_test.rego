package microapp.rules.registration_complete_test

import data.microapp.fixtures
import data.microapp.rules.registration_complete

test_a_full_registration_passes if {
	count(registration_complete.findings) == 0 with input as fixtures.at("register")
}

test_each_empty_text_is_named if {
	every field in ["name", "purpose", "owner", "businessUnit"] {
		count(registration_complete.findings) > 0
			with input as fixtures.with_change("register", concat("", ["/registration/", field]), "  ")
	}
}

test_a_name_without_letters_is_refused if {
	fixtures.sentences(registration_complete.findings) == {"The name has neither a letter from a to z nor a digit"}
		with input as fixtures.with_change("register", "/registration/name", "食べ")
}

test_a_short_plan_is_refused if {
	fixtures.sentences(registration_complete.findings) == {"The plan for the end has fewer than 10 characters"}
		with input as fixtures.with_change("register", "/registration/decommissionPlan", "later    ")
}

test_a_group_is_no_owner if {
	every field in ["owner", "successor"] {
		count(registration_complete.findings) == 1
			with input as fixtures.with_change("register", concat("", ["/registration/", field]), "group:default/product")
	}
}

test_a_person_is_no_business_unit if {
	fixtures.sentences(registration_complete.findings) == {"The business unit is not a group"}
		with input as fixtures.with_change("register", "/registration/businessUnit", "user:default/maya")
}

test_one_person_is_not_both_owners if {
	fixtures.sentences(registration_complete.findings) == {"The owner and the second owner are one person"}
		with input as fixtures.with_change("register", "/registration/successor", "User:default/Maya")
}

test_a_second_owner_may_be_missing if {
	count(registration_complete.findings) == 0 with input as fixtures.without("register", "/registration/successor")
}

test_a_name_without_its_kind_is_a_reference_too if {
	count(registration_complete.findings) == 0
		with input as fixtures.with_change("register", "/registration/owner", "maya")
}
