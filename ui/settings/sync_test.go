package settings_test

import (
	"testing"
	"time"

	"wattlake/ui/settings"
)

func TestParseRate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"": 0, "1": 1, "500k": 500_000, "2M": 2_000_000, "1.5 MB/s": 1_500_000, "1G": 1e9, "300B": 300} {
		if got, ok := settings.ParseRate(text); !ok || got != want {
			t.Errorf("ParseRate(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, bad := range []string{"0", "-1", "x", "k", "1e99", "NaN", "Inf", "2MM"} {
		if got, ok := settings.ParseRate(bad); ok {
			t.Errorf("ParseRate(%q) = %d", bad, got)
		}
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"s3://b": {"b", ""}, "s3://b/": {"b", ""}, "s3://team-bucket/a/b/": {"team-bucket", "a/b"},
	} {
		if bucket, prefix, ok := (settings.Sync{Bucket: text}).Place(); !ok || bucket != want[0] || prefix != want[1] {
			t.Errorf("%q: %q, %q, %t", text, bucket, prefix, ok)
		}
	}
	for _, bad := range []string{"", "b", "s3://", "s3:///x", "https://b/x", "s3://u:p@b", "s3://b?x=1", "s3://%zz"} {
		if bucket, prefix, ok := (settings.Sync{Bucket: bad}).Place(); ok {
			t.Errorf("%q: %q, %q", bad, bucket, prefix)
		}
	}
}

func TestInterval(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]time.Duration{-1: 0, 0: 15 * time.Minute, 3: 3 * time.Minute} {
		if got := (settings.Sync{Minutes: minutes}).Interval(); got != want {
			t.Errorf("%d minutes: %v", minutes, got)
		}
	}
}
