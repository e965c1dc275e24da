# METADATA
# title: Requests that tests begin with
package microapp.fixtures

# METADATA
# title: A sound, low-risk app at a gate
at(gate) := {
	"version": 1,
	"gate": gate,
	"app": {"id": "where2eat", "standing": "draft"},
	"registration": {
		"name": "Where2Eat",
		"purpose": "Recommends places for lunch to the team",
		"owner": "user:default/maya",
		"successor": "user:default/rita",
		"businessUnit": "group:default/product",
		"audience": "team",
		"classification": "internal",
		"dataTypes": [
			{"category": "names", "volume": "under-100"},
			{"category": "preferences", "volume": "under-100"},
		],
		"aiGeneratedShare": 80,
		"scopes": ["people:read"],
		"vendors": [],
		"libraries": [],
		"endpoints": [],
		"hosting": "company",
		"retentionDays": 90,
		"decommissionPlan": "Switch it off, delete the data, tell the team.",
	},
	"assessment": {
		"effectiveClass": "internal",
		"score": 2,
		"band": "low",
		"modelRevision": "1.0",
		"personalDataGrade": 2,
		"piiHeavy": false,
	},
	"integrations": [{
		"kind": "scope",
		"name": "people:read",
		"minimumClass": "internal",
		"privileged": false,
		"preAuthorised": true,
	}],
	"unknownIntegrations": [],
	"requiredControls": ["least-privilege-scopes", "retention-rule", "privacy-notice"],
	"findings": [],
	"resources": [],
	"now": "2026-11-24T10:00:00.000Z",
}

# METADATA
# title: The same with something else in one place
with_change(gate, path, value) := json.patch(at(gate), [{"op": "add", "path": path, "value": value}])

# METADATA
# title: The same with something left out
without(gate, path) := json.patch(at(gate), [{"op": "remove", "path": path}])

# METADATA
# title: The same that creates a resource
creating(kind, props) := with_change("promote", "/resources", [{"resource": kind, "props": props}])

# METADATA
# title: The same with an integration
using(gate, integration) := with_change(gate, "/integrations", [object.union(
	{"kind": "vendor", "privileged": false, "preAuthorised": false},
	integration,
)])

# METADATA
# title: The same that asks for an OAuth client
client(changes) := with_change("issue-client", "/client", object.union(sound_client, changes))

sound_client := {
	"client_name": "Where2Eat",
	"redirect_uris": ["https://where2eat.apps.example/callback"],
	"grant_types": ["authorization_code"],
	"response_types": ["code"],
	"scope": "openid people:read",
	"token_endpoint_auth_method": "private_key_jwt",
	"token_lifetime": 3600,
}

# METADATA
# title: The sentences of findings or obligations
sentences(said) := {each.because | some each in said}
