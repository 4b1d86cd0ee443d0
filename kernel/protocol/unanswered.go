package protocol

// Requests of optional features. A kernel that lists none of them in
// supported_features sends no reply to them. (messaging.rst, "Debug request",
// "Create Subshell"; connect_request is deprecated since 5.1.)
const (
	DebugRequestType          = "debug_request"
	CreateSubshellRequestType = "create_subshell_request"
	DeleteSubshellRequestType = "delete_subshell_request"
	ListSubshellRequestType   = "list_subshell_request"
	ConnectRequestType        = "connect_request"
)
