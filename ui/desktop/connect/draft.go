package connect

import (
	"strconv"
	"strings"

	"wattlake/ui/settings"
)

// NewDraft begins with what is saved.
func NewDraft(s settings.Settings) *Draft {
	d := &Draft{Sync: s.Sync, Kafka: s.Kafka, Brokers: strings.Join(s.Kafka.Brokers, ", ")}
	if s.Sync.Minutes != 0 {
		d.Minutes = strconv.Itoa(s.Sync.Minutes)
	}
	return d
}

// Bucket returns the settings of the bucket as they were typed.
func (d *Draft) Bucket() settings.Sync {
	s := d.Sync
	s.Bucket, s.Endpoint, s.Region, s.Profile = strings.TrimSpace(s.Bucket), strings.TrimSpace(s.Endpoint), strings.TrimSpace(s.Region), strings.TrimSpace(s.Profile)
	if s.Bucket != "" && !strings.Contains(s.Bucket, "://") {
		s.Bucket = "s3://" + s.Bucket // what people type
	}
	minutes, err := strconv.Atoi(strings.TrimSpace(d.Minutes))
	if err != nil {
		minutes = 0
	}
	s.Minutes = minutes
	return s
}

// TeamKafka returns the settings of the Kafka as they were typed.
func (d *Draft) TeamKafka() settings.Kafka {
	k := d.Kafka
	k.Brokers = strings.FieldsFunc(d.Brokers, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(k.Brokers) == 0 {
		k.Brokers = nil
	}
	k.User, k.CA, k.Prefix = strings.TrimSpace(k.User), strings.TrimSpace(k.CA), strings.TrimSpace(k.Prefix)
	return k
}
