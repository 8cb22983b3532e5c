package settings

// Work says who reads and parses the documents of a lake.
const (
	WorkHere    = "here"    // this machine, the usual case
	WorkWorkers = "workers" // `wattlake worker` processes of the team; this machine only ingests, uploads and announces
)

// Kafka is where events are announced to the team. Without brokers nothing is announced.
type Kafka struct {
	Brokers   []string `toml:"brokers" comment:"host:port"`
	TLS       bool     `toml:"tls"`
	CA        string   `toml:"ca" comment:"PEM file with the certificates to trust, or empty for the system's"`
	Mechanism string   `toml:"mechanism" comment:"plain, scram-sha-256, scram-sha-512, or empty for no login"`
	User      string   `toml:"user"`
	Prefix    string   `toml:"prefix" comment:"before the names of topics and groups, where lakes share a cluster"`
	Work      string   `toml:"work" comment:"here, or workers if processes of the team read and parse"`
}

// IsZero reports whether nothing was chosen.
func (k Kafka) IsZero() bool {
	return len(k.Brokers) == 0 && !k.TLS && k.CA == "" && k.Mechanism == "" && k.User == "" && k.Prefix == "" && k.Work == ""
}
