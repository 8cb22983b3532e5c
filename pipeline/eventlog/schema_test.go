package eventlog

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wattlake/lake"
)

const documentID = lake.DocumentID("0123456789abcdef0123456789abcdef")

// must keeps the table of events short.
func must(t *testing.T) func(lake.Event, error) lake.Event {
	t.Helper()
	return func(event lake.Event, err error) lake.Event {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return event
	}
}

func validate(t *testing.T, event lake.Event) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("schemas", string(event.Topic)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(event.Value))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestPayloadsMatchTheirSchemas(t *testing.T) {
	ok := must(t)
	sum := strings.Repeat("0123456789abcdef", 4)
	for _, event := range []lake.Event{
		ok(lake.NewBronzeEvent(lake.TopicUploaded, lake.BronzeEvent{FileName: "Ł 1.pdf", S3Key: "01_bronze/raw_faktury/a.pdf", Document: documentID, SHA256: sum})),
		ok(lake.NewBronzeEvent(lake.TopicUploaded, lake.BronzeEvent{S3Key: "01_bronze/raw_faktury/a.pdf", Document: documentID, Replay: true})),
		ok(lake.NewBronzeEvent(lake.TopicRead, lake.BronzeEvent{OCRKey: "01_bronze/ocr_faktury/a.txt", Document: documentID})),
		ok(lake.NewBronzeEvent(lake.TopicParsed, lake.BronzeEvent{ParsedKey: "01_bronze/parsed_invoices/a.json", Document: documentID})),
		ok(lake.NewFailedEvent(lake.FailedEvent{FailureKey: "01_bronze/failures/a.json", Document: documentID, Stage: lake.StageRead, Code: lake.CodeDamaged})),
		ok(lake.NewFailedEvent(lake.FailedEvent{
			Stage: lake.StageParse, Code: lake.CodeUsage, Origin: &lake.EventOrigin{Topic: lake.TopicRead, Place: lake.Place{Partition: 3, Offset: 7}},
		})),
		ok(lake.NewTableEvent(lake.TopicSilver, "lake-1", lake.TableEvent{Table: "02_silver/invoices", Layer: "silver"})),
		ok(lake.NewTableEvent(lake.TopicGold, "lake-1", lake.TableEvent{Table: "03_gold/bill_audit", Layer: "gold", Version: 3, SilverVersion: 7})),
	} {
		if err := validate(t, event); err != nil {
			t.Errorf("%s: %v", event.Topic, err)
		}
	}
}

func TestSchemasRefuseOtherPayloads(t *testing.T) {
	ok := must(t)
	for _, event := range []lake.Event{
		ok(lake.NewBronzeEvent(lake.TopicUploaded, lake.BronzeEvent{OCRKey: "01_bronze/ocr_faktury/a.txt", Document: documentID})),
		ok(lake.NewBronzeEvent(lake.TopicRead, lake.BronzeEvent{OCRKey: "elsewhere/a.txt", Document: documentID})),
		ok(lake.NewBronzeEvent(lake.TopicParsed, lake.BronzeEvent{ParsedKey: "01_bronze/parsed_invoices/a.json"})),
		ok(lake.NewFailedEvent(lake.FailedEvent{FailureKey: "01_bronze/failures/a.json", Document: documentID, Code: "x"})),
		ok(lake.NewFailedEvent(lake.FailedEvent{Document: documentID, Stage: lake.StageRead, Code: "x", Transient: true})),
		ok(lake.NewTableEvent(lake.TopicSilver, "lake-1", lake.TableEvent{Table: "02_silver/invoices", Layer: "gold"})),
	} {
		if validate(t, event) == nil {
			t.Errorf("%s accepts %s", event.Topic, event.Value)
		}
	}
}

func TestEveryTopicHasASchema(t *testing.T) {
	files, err := filepath.Glob("schemas/*.json")
	if err != nil || len(files) != len(lake.Topics()) {
		t.Errorf("%d schemas for %d topics: %v", len(files), len(lake.Topics()), err)
	}
}
