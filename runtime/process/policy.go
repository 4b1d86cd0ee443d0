package process

// A Policy is how messages cross from one process to another.
type Policy uint8

// The policies. Whatever the policy, channels, funcs, PIDs, Refs, sync types
// and values in [Shared] are never copied.
const (
	Share  Policy = iota // as Go does: what pointers, slices and maps lead to is shared
	Copy                 // as OTP does: the receiver gets a deep copy
	Detect               // shared, but a message changed between its sending and its receipt is reported as EventMutation
)

// Shared marks a value that is sent as it is, under any policy: both sides then
// use the same one.
type Shared struct{ Value any }

// outgoing returns a message as it crosses.
func (sys *System) outgoing(message any) any {
	if sys.policy != Copy {
		return message
	}
	return sys.hooks.Copy(message)
}
