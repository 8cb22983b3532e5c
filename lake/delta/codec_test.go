package delta_test

import (
	"context"
	"encoding/json"

	"wattlake/lake/delta"
)

// jsonCodec keeps checkpoints as JSON: enough for everything but other engines.
type jsonCodec struct{}

func (jsonCodec) Encode(_ context.Context, actions []delta.Action) ([]byte, error) {
	return json.Marshal(actions)
}

func (jsonCodec) Decode(_ context.Context, content []byte) (actions []delta.Action, err error) {
	err = json.Unmarshal(content, &actions)
	return actions, err
}
