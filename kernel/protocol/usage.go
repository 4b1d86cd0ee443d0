package protocol

// UsageRequestType is the question for the resources that the kernel uses. It
// is not in the specification; ipykernel answers it and the resource panel of
// JupyterLab asks it.
const UsageRequestType = "usage_request"

// A UsageReply says what the kernel and all its processes use. Percentages are
// of one core; memory is in bytes.
type UsageReply struct {
	Hostname string   `json:"hostname"`
	PID      int      `json:"pid"`
	CPU      float64  `json:"kernel_cpu"`
	Memory   int64    `json:"kernel_memory"`
	CPUCount int      `json:"cpu_count"`
	HostCPU  *float64 `json:"host_cpu_percent,omitempty"`
	Host     Object   `json:"host_virtual_memory"`
}

// MessageType is "usage_reply".
func (UsageReply) MessageType() string { return "usage_reply" }
