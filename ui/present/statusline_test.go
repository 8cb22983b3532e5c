package present_test

import (
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func TestStatusLine(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	for _, test := range []struct {
		loaded          bool
		working, failed int
		want            string
	}{{false, 0, 0, "Wczytywanie…"}, {true, 3, 1, "3 dokumenty w toku"}, {true, 0, 1, "1 nieodczytana"}, {true, 0, 0, "Wszystko zrobione"}} {
		if got := present.QueuePart(l, test.loaded, test.working, test.failed, false).Text; got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
	if part := present.QueuePart(l, true, 0, 0, true); part.Tone != present.Bad {
		t.Errorf("figures that are not up to date: %+v", part)
	}
	if sync, events, last := present.TeamParts(l, nil, nil, time.UTC); sync.Text != "" || events.Text != "" || last.Text != "" {
		t.Error("what is not set up is mentioned")
	}
	s := &pipeline.SyncState{Last: noon}
	sync, events, last := present.TeamParts(l, s, &pipeline.RelayState{Backlog: 5}, time.UTC)
	if sync.Text != "S3: aktualne" || sync.Tone != present.Good || events.Text != "Kafka: 5 zdarzeń czeka" || last.Text == "" {
		t.Errorf("%+v %+v %+v", sync, events, last)
	}
	s.Code, s.Trouble = "s3_denied", lake.Text{PL: "Brak dostępu."}
	if sync, _, _ := present.TeamParts(l, s, nil, time.UTC); sync.Text != "S3: kłopot z połączeniem" || sync.Tone != present.Bad {
		t.Errorf("%+v", sync)
	}
}
