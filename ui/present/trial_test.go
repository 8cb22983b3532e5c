package present_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

func TestTrialNamesTheFailingStep(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	trial := present.NewBucketTrial(settings.Sync{})
	if rows := trial.Rows(l); len(rows) != 12 || rows[0].Tone != present.Busy || rows[1].Tone != present.Muted {
		t.Errorf("before anything is known: %+v", rows)
	}
	trial.Pass("dns")
	trial.Pass("credentials") // the two between them are not told apart
	trial.End(&lake.Error{Code: "s3_no_bucket", Message: lake.Text{EN: "There is no such bucket."}, Hint: lake.Text{EN: "Check its name."}})
	rows := trial.Rows(l)
	if len(rows) != 7 || rows[5].Tone != present.Good || rows[6].Name != "bucket" || rows[6].Hint != "There is no such bucket. Check its name." {
		t.Errorf("after the failure: %+v", rows)
	}
	if v := trial.Verdict(l); v.Tone != present.Bad || v.Message != "The test failed at: bucket" {
		t.Errorf("verdict %+v", v)
	}
}

func TestTrialOfAServerInTheClear(t *testing.T) {
	t.Parallel()
	for _, row := range present.NewBucketTrial(settings.Sync{Endpoint: "http://127.0.0.1:9000"}).Rows(present.NewLocale(lake.English)) {
		if row.Name == "encryption (TLS)" {
			t.Error("encryption is tested where there is none")
		}
	}
}

func TestTrialOfKafkaTestsOnlyWhatIsUsed(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	names := func(k settings.Kafka) (names []string) {
		for _, r := range present.NewKafkaTrial(k).Rows(l) {
			names = append(names, r.Name)
		}
		return names
	}
	if got := names(settings.Kafka{}); len(got) != 3 {
		t.Errorf("plain: %v", got)
	}
	if got := names(settings.Kafka{TLS: true, User: "anna"}); len(got) != 5 {
		t.Errorf("with TLS and a login: %v", got)
	}
	trial := present.NewKafkaTrial(settings.Kafka{})
	trial.End(nil)
	if v := trial.Verdict(l); v.Tone != present.Good {
		t.Errorf("verdict %+v", v)
	}
}
