package transport

import "fmt"

// How a subscriber's message begins (RFC 29).
const (
	cancel    = 0
	subscribe = 1
)

// maxTopics bounds the topics that a subscriber may have at a time, in bytes.
const maxTopics = 64 << 10

// topicCost is what a topic counts beside its bytes.
const topicCost = 16

// topics are those that one subscriber asked for, kept to bound them: zmq4
// keeps its own.
type topics struct {
	set  map[string]struct{}
	size int
}

// change notes a subscriber's message that begins with subscribe or cancel.
func (t *topics) change(message []byte) error {
	topic := string(message[1:])
	_, have := t.set[topic]
	switch {
	case message[0] == subscribe && !have:
		return t.add(topic)
	case message[0] == cancel && have:
		delete(t.set, topic)
		t.size -= len(topic) + topicCost
	}
	return nil
}

func (t *topics) add(topic string) error {
	if t.size+len(topic)+topicCost > maxTopics {
		return fmt.Errorf("subscriptions of more than %d bytes", maxTopics)
	}
	if t.set == nil {
		t.set = map[string]struct{}{}
	}
	t.set[topic] = struct{}{}
	t.size += len(topic) + topicCost
	return nil
}
