package settings

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The encryptions of new objects in the bucket.
const (
	EncryptSSE = "s3"  // with the bucket's own key
	EncryptKMS = "kms" // with KMSKey
)

// DefaultSyncMinutes is how often a running program syncs by itself.
const DefaultSyncMinutes = 15

// Sync is where the team's lake is and how to sync with it. Without a bucket nothing is synced.
type Sync struct {
	Bucket     string `toml:"bucket" comment:"s3://bucket/folder"`
	Region     string `toml:"region" comment:"or empty for that of the AWS settings"`
	Endpoint   string `toml:"endpoint" comment:"https:// address of a server that is not AWS"`
	PathStyle  bool   `toml:"path_style" comment:"the bucket is in the path and not in the host name, as on most servers that are not AWS"`
	Profile    string `toml:"profile" comment:"of the AWS settings"`
	Encryption string `toml:"encryption" comment:"s3 (the bucket's key), kms, or empty for the bucket's default"`
	KMSKey     string `toml:"kms_key"`
	Limit      string `toml:"limit" comment:"bytes per second, such as 500k or 2M; empty is no limit"`
	Minutes    int    `toml:"minutes" comment:"between syncs of a running program; 0 is the usual 15, -1 only by hand"`
	ReadOnly   bool   `toml:"read_only" comment:"fetch only, send nothing"`
	OnOpen     bool   `toml:"documents_on_open" comment:"leave PDFs in the bucket until somebody opens them"`
	Name       string `toml:"name" comment:"who decides here, for the team; empty is the user's name"`
	Machine    string `toml:"machine" comment:"empty is the computer's name"`
}

// IsZero reports whether nothing was chosen.
func (s Sync) IsZero() bool { return s == Sync{} }

// Place takes the address of the team's lake apart; ok is false if it is none.
func (s Sync) Place() (bucket, prefix string, ok bool) {
	u, err := url.Parse(s.Bucket)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", "", false
	}
	return u.Host, strings.Trim(u.Path, "/"), true
}

// Interval returns the time between syncs of a running program, 0 if it syncs only by hand.
func (s Sync) Interval() time.Duration {
	switch {
	case s.Minutes < 0:
		return 0
	case s.Minutes == 0:
		return DefaultSyncMinutes * time.Minute
	}
	return time.Duration(s.Minutes) * time.Minute
}

// ParseRate reads bytes per second with an optional k, M or G (powers of 1000); "" is 0, which means no limit.
func ParseRate(rate string) (bytesPerSecond int64, ok bool) {
	if rate == "" {
		return 0, true
	}
	number, factor := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(rate)), "/s"), "b"), 1.0
	for suffix, value := range map[string]float64{"k": 1e3, "m": 1e6, "g": 1e9} {
		if rest, found := strings.CutSuffix(number, suffix); found {
			number, factor = rest, value
			break
		}
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !(value*factor >= 1) || value*factor > math.MaxInt32*1e3 {
		return 0, false
	}
	return int64(value * factor), true
}
