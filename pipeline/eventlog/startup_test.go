package eventlog

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"wattlake/lake"
)

// A log into which a million events were written opens in two seconds: what retention leaves is all that is loaded.
func TestAMillionEventsOpenFast(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("writes a million events; WATTLAKE_SOAK=1 runs it")
	}
	const (
		million  = 1_000_000
		atOnce   = 10_000
		openGoal = 2 * time.Second
	)
	dir := filepath.Join(t.TempDir(), "log")
	l := open(t, dir)
	topics := []lake.Topic{lake.TopicUploaded, lake.TopicRead, lake.TopicParsed}
	events := make([]lake.Event, 0, atOnce)
	for n := range million / atOnce {
		events = events[:0]
		for i := range atOnce {
			event, err := lake.NewBronzeEvent(topics[i%len(topics)], lake.BronzeEvent{
				FileName: "Faktura za energię elektryczną 2026-03.pdf", Document: lake.NewDocumentID([]byte{byte(n), byte(i), byte(i >> 8)}),
				S3Key: "01_bronze/raw_faktury/Faktura_za_energie_elektryczna_2026-03-0123456789abcdef0123456789abcdef.pdf", SHA256: lake.SHA256(nil),
			})
			if err != nil {
				t.Fatal(err)
			}
			events = append(events, event)
		}
		publish(t, l, events...)
	}
	closeLog(t, l)
	for _, which := range []string{"first", "second"} {
		size := folderSize(t, dir)
		start := time.Now()
		l := open(t, dir)
		took := time.Since(start)
		t.Logf("%s opening of %d MiB: %s", which, size>>20, took)
		if took > openGoal {
			t.Errorf("the %s opening took %s, want %s", which, took, openGoal)
		}
		if l.Damaged() != "" {
			t.Errorf("damaged: %s", l.Damaged())
		}
		consume(t, l, "read", 5, 10)
		closeLog(t, l)
	}
}

func folderSize(t *testing.T, dir string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
