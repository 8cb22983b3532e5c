package pipeline_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wattlake/lake"
	"wattlake/pipeline/eventlog"
)

// schemas are the published ones, by topic.
var schemas = sync.OnceValues(func() (map[lake.Topic]*jsonschema.Schema, error) {
	compiled := map[lake.Topic]*jsonschema.Schema{}
	for _, topic := range lake.Topics() {
		schema, err := jsonschema.NewCompiler().Compile("eventlog/schemas/" + string(topic) + ".json")
		if err != nil {
			return nil, err
		}
		compiled[topic] = schema
	}
	return compiled, nil
})

// wantValidEvents holds everything that a test has produced against the schemas that we publish.
func wantValidEvents(t *testing.T, log *eventlog.Log) {
	t.Helper()
	compiled, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	for topic, schema := range compiled {
		entries, err := log.Tail(context.WithoutCancel(t.Context()), topic, 10_000)
		if err != nil {
			t.Errorf("%s: %v", topic, err)
			continue
		}
		for _, e := range entries {
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(e.Value))
			if err == nil {
				err = schema.Validate(value)
			}
			if err != nil || !strings.HasPrefix(e.ID, string(topic)+"/") {
				t.Errorf("%s %s: %v\n%s", topic, e.ID, err, e.Value)
			}
		}
	}
}
