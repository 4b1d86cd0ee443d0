package protocol

// KernelInfoRequestType is the request of a client that connects. It is
// answered on shell and on control. (JEP 80.)
const KernelInfoRequestType = "kernel_info_request"

// A KernelInfoReply introduces the kernel.
type KernelInfoReply struct {
	Status                string         `json:"status"`
	ProtocolVersion       string         `json:"protocol_version"`
	Implementation        string         `json:"implementation"`
	ImplementationVersion string         `json:"implementation_version"`
	LanguageInfo          LanguageInfo   `json:"language_info"`
	Banner                string         `json:"banner"`
	HelpLinks             List[HelpLink] `json:"help_links"`
	SupportedFeatures     List[string]   `json:"supported_features"`
}

// MessageType is "kernel_info_reply".
func (KernelInfoReply) MessageType() string { return "kernel_info_reply" }

// LanguageInfo describes the language of the cells.
type LanguageInfo struct {
	Name          string `json:"name"`
	Version       string `json:"version"`
	MIMEType      string `json:"mimetype"`
	FileExtension string `json:"file_extension"`
	Lexer         string `json:"pygments_lexer,omitempty"`
	CodeMirror    string `json:"codemirror_mode,omitempty"`
	Exporter      string `json:"nbconvert_exporter,omitempty"`
}

// A HelpLink is an entry of the front end's help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}
