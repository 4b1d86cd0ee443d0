package process

// What the tests of pure decisions need to see.

// An Effect is the name of what an exit signal does.
type Effect string

// EffectOf is effectOf, with a name for its result.
func EffectOf(reason any, from string, trapping bool) (Effect, any) {
	sources := map[string]source{"other": fromOther, "self": fromSelf, "link": fromLink}
	names := map[effect]Effect{ignored: "ignored", trapped: "trapped", fatal: "fatal"}
	e, r := effectOf(reason, sources[from], trapping)
	return names[e], r
}

// Difference is the default of the hook Difference.
var Difference = difference

// MailboxSlots returns how many messages the process's two slices have room for.
func MailboxSlots(self *Self) int { return cap(self.in) + cap(self.out) }

// CrashReport is what Main prints of an end.
var CrashReport = crashReport
