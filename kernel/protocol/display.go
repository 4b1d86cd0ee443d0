package protocol

// A Stream is text that code printed (IOPub).
type Stream struct {
	Name string `json:"name"` // stdout or stderr
	Text string `json:"text"`
}

// MessageType is "stream".
func (Stream) MessageType() string { return "stream" }

// A Transient is what is said about an output but not saved with it.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"`
}

// A DisplayData shows a value in several MIME types (IOPub).
type DisplayData struct {
	Data      Object     `json:"data"`
	Metadata  Object     `json:"metadata"`
	Transient *Transient `json:"transient,omitempty"`
}

// MessageType is "display_data".
func (DisplayData) MessageType() string { return "display_data" }

// An UpdateDisplayData replaces every output with the same display id (IOPub).
type UpdateDisplayData struct {
	Data      Object    `json:"data"`
	Metadata  Object    `json:"metadata"`
	Transient Transient `json:"transient"`
}

// MessageType is "update_display_data".
func (UpdateDisplayData) MessageType() string { return "update_display_data" }

// A ClearOutput empties the cell's output (IOPub): at once, or when the next
// output comes.
type ClearOutput struct {
	Wait bool `json:"wait"`
}

// MessageType is "clear_output".
func (ClearOutput) MessageType() string { return "clear_output" }
