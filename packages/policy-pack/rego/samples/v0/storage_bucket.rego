package microapp.policy

deny[msg] {
  input.resource == "storage_bucket"
  input.props.public == true
  msg := "Public buckets are not allowed for micro apps"
}
