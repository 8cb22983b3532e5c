package lake

// Overview is what the Gold tables come to under a [MetricFilter], added up where the tables are. Each sum is that of the rows
// that a query of the table returns for the same filter.
type Overview struct {
	Costs       []CostSum   // in the order of months, sellers and scopes
	Consumption []EnergySum // in the order of places, then of months; the others last
	Corrections CorrectionSums
	Findings    FindingSums
	YearAgo     *Totals           // of the same months a year before; nil if the filter has no first or no last month
	Queries     map[string]string // the SQL that was run, by the table that it is about
}

// CostSum adds up the rows of monthly_energy_costs of one month, seller and scope.
type CostSum struct {
	Month           Date   `json:"month"`
	SellerNIP       string `json:"seller_nip"`
	SellerName      string `json:"seller_name"`
	Scope           Scope  `json:"scope"`
	Net             Money  `json:"net"`
	Gross           Money  `json:"gross"`
	NetUnreviewed   Money  `json:"net_unreviewed"`
	GrossUnreviewed Money  `json:"gross_unreviewed"`
}

// MostPoints is how many metering points an overview names; it adds up the others.
const MostPoints = 14

// EnergySum adds up the rows of consumption_per_ppe of one month and metering point, or of all points that are not named.
type EnergySum struct {
	Month        Date   `json:"month"`
	Place        int    `json:"place"` // of the point by its energy in all months, from 1; 0 for the others together
	PPE          string `json:"ppe"`
	PointName    string `json:"point_name"`
	Energy       Energy `json:"energy"` // reviewed or not
	PricedNet    Money  `json:"priced_net"`
	PricedEnergy Energy `json:"priced_energy"` // of the rows that have a price per kWh
}

// MostPairs is how many corrected invoices an overview names.
const MostPairs = 12

// CorrectionSums adds up the rows of corrections_vs_originals.
type CorrectionSums struct {
	Originals       int   `json:"originals"`
	DifferenceNet   Money `json:"difference_net"`
	DifferenceGross Money `json:"difference_gross"`
	NetPairs        int   `json:"net_pairs"`   // rows that know the net before and after
	GrossPairs      int   `json:"gross_pairs"` // the same of gross
	// Latest has the last [MostPairs] of either, the oldest first.
	Latest []CorrectionSummary `json:"-"`
}

// MostFindings is how many findings an overview names.
const MostFindings = 100

// FindingSums counts the rows of bill_audit. The months of the filter do not narrow them: an old finding that nobody looked at
// is still open.
type FindingSums struct {
	All    int `json:"all"`
	Open   int `json:"open"`
	Urgent int `json:"urgent"` // open ones that need a review
	// First has the first [MostFindings]: open before accepted, then the severe, then the newest.
	First []AuditFinding `json:"-"`
}

// Totals are the key figures of a period.
type Totals struct {
	Net             Money  `json:"net"`
	Gross           Money  `json:"gross"`
	NetUnreviewed   Money  `json:"net_unreviewed"`
	GrossUnreviewed Money  `json:"gross_unreviewed"`
	Energy          Energy `json:"energy"` // reviewed or not
	PricedNet       Money  `json:"priced_net"`
	PricedEnergy    Energy `json:"priced_energy"` // of the points and months that have a price per kWh
}

// Totals adds up the months of the filter.
func (o Overview) Totals() (t Totals) {
	for _, c := range o.Costs {
		t.Net, t.Gross = t.Net+c.Net, t.Gross+c.Gross
		t.NetUnreviewed, t.GrossUnreviewed = t.NetUnreviewed+c.NetUnreviewed, t.GrossUnreviewed+c.GrossUnreviewed
	}
	for _, c := range o.Consumption {
		t.Energy, t.PricedNet, t.PricedEnergy = t.Energy+c.Energy, t.PricedNet+c.PricedNet, t.PricedEnergy+c.PricedEnergy
	}
	return t
}

// Due is what has to be paid in some days, in złoty.
type Due struct {
	Invoices int   `json:"invoices"`
	Amount   Money `json:"amount"`
}

// Extent is what Gold has figures about, whatever the filter.
type Extent struct {
	Months  []Date // of costs and consumption; the first is zero if some belong to no month
	Points  []NamedPoint
	Sellers []string
	Groups  []string // of points
	Empty   bool     // there is no cost, consumption or correction at all
}

// NamedPoint is a metering point with its name in the PPE register, which may be "".
type NamedPoint struct {
	PPE   string `json:"ppe"`
	Name  string `json:"point_name"`
	Group string `json:"point_group"`
}
