package pipeline

import (
	"io/fs"
	"testing"

	"wattlake/lake"
)

func FuzzXMLText(f *testing.F) {
	f.Add([]byte("<?xml version=\"1.0\"?><Faktura><P_2>A/1</P_2><P_15>123.45</P_15></Faktura>"))
	f.Add([]byte("<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><x>&c;</x>"))
	f.Add([]byte("<a"))
	f.Fuzz(func(t *testing.T, content []byte) {
		text, err := xmlText(ReadRequest{Document: "d", Ext: ".xml", Content: content})
		if err != nil && lake.CodeOf(err) == lake.CodeInternal {
			t.Errorf("no code: %v", err)
		}
		for _, page := range text.Pages {
			for _, line := range page.Lines {
				if line < 0 || line >= len(page.Words) {
					t.Errorf("line begins at word %d of %d", line, len(page.Words))
				}
			}
		}
	})
}

// Events of the team's brokers are written by others: an event names a document or is refused, and the key that it leads to
// stays inside the lake.
func FuzzEvent(f *testing.F) {
	f.Add([]byte(`{"filename":"a-0123456789abcdef0123456789abcdef.pdf","s3_key":"01_bronze/raw_faktury/a-0123456789abcdef0123456789abcdef.pdf","document_id":"0123456789abcdef0123456789abcdef"}`))
	f.Add([]byte(`{"filename":"../../x.pdf","document_id":"0123456789abcdef0123456789abcdef"}`))
	f.Fuzz(func(t *testing.T, value []byte) {
		payload, err := decodeBronze(lake.Event{Topic: lake.TopicUploaded, Value: value})
		if err != nil {
			return
		}
		key := rawKeyOf(payload)
		if key == "" {
			return
		}
		if parsed, ok := lake.ParseKey(key); !ok || parsed.Name.ID() != payload.Document || !fs.ValidPath(string(key)) {
			t.Errorf("%s leads to %q", value, key)
		}
	})
}
