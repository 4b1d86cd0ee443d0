package wire_test

import (
	"encoding/json"
	"fmt"

	"github.com/spawnlab/spawnlab/kernel/wire"
)

// A kernel answers a request: the request's header becomes the parent.
func Example() {
	signer := wire.NewSigner([]byte("secret"))
	frames := signer.Encode(wire.Message{Header: wire.NewHeader("client", "kernel_info_request")})

	request, err := signer.Decode(frames)
	if err != nil {
		fmt.Println(err)
		return
	}
	reply := wire.Message{
		Header:  wire.NewHeader("kernel", "kernel_info_reply"),
		Parent:  request.RawHeader,
		Content: json.RawMessage(`{"status":"ok"}`),
	}
	fmt.Println(request.Header.MsgType, len(signer.Encode(reply)))
	// Output: kernel_info_request 6
}
