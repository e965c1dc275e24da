package microapp.rules.effective_class_test

import data.microapp.fixtures
import data.microapp.rules.effective_class

test_the_declared_class_passes if count(effective_class.findings) == 0 with input as fixtures.at("promote")

test_a_class_below_the_declared_one_is_refused if {
	fixtures.sentences(effective_class.findings) == {concat("", [
		"What the registration declares is at least confidential data, ",
		"and the request counts it as internal",
	])} with input as fixtures.with_change("promote", "/registration/classification", "confidential")
}

test_a_class_below_that_of_a_scope_is_refused if {
	count(effective_class.findings) == 1
		with input as fixtures.with_change("promote", "/integrations/0/minimumClass", "regulated")
}

test_a_class_that_nobody_knows_counts_as_regulated if {
	count(effective_class.findings) == 1
		with input as fixtures.with_change("promote", "/integrations/0/minimumClass", "secret")
}
