package present

import (
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/ui/settings"
)

// ContactState is how far a step of a connection test has come.
type ContactState string

// The states of a step.
const (
	ContactWaiting ContactState = "waiting"
	ContactPassed  ContactState = "passed"
	ContactFailed  ContactState = "failed"
)

// ContactStep is a step on the way to the team's bucket or Kafka.
type ContactStep struct {
	Code    string
	Name    lake.Text
	State   ContactState
	Problem lake.Code // with Message and Hint: of a step that failed
	Message lake.Text
	Hint    lake.Text
}

// Contact follows a test of the connection to the team's bucket or Kafka. The zero Contact is of no use; see [NewContact].
type Contact struct {
	steps []ContactStep
	next  int
}

// NewContact returns a test of the connection to the team's bucket of which no step has been taken. What is not used is not
// tested.
func NewContact(s settings.Sync) *Contact {
	steps := []ContactStep{
		{Code: "settings", Name: lake.Text{PL: "ustawienia", EN: "settings"}},
		{Code: "dns", Name: lake.Text{PL: "nazwa serwera (DNS)", EN: "the server's name (DNS)"}},
		{Code: "connect", Name: lake.Text{PL: "połączenie (TCP)", EN: "connection (TCP)"}},
		{Code: "tls", Name: lake.Text{PL: "szyfrowanie (TLS)", EN: "encryption (TLS)"}},
		{Code: "time", Name: lake.Text{PL: "zegar", EN: "clock"}},
		{Code: "credentials", Name: lake.Text{PL: "klucze dostępu", EN: "access keys"}},
		{Code: "bucket", Name: lake.Text{PL: "koszyk", EN: "bucket"}},
		{Code: "list", Name: lake.Text{PL: "lista obiektów", EN: "listing"}},
		{Code: "put", Name: lake.Text{PL: "zapis", EN: "put"}},
		{Code: "get", Name: lake.Text{PL: "odczyt", EN: "get"}},
		{Code: "conditional_put", Name: lake.Text{PL: "zapis warunkowy", EN: "conditional put"}},
		{Code: "delete", Name: lake.Text{PL: "usunięcie", EN: "delete"}},
	}
	if strings.HasPrefix(strings.ToLower(s.Endpoint), "http://") {
		steps = slices.DeleteFunc(steps, func(s ContactStep) bool { return s.Code == "tls" })
	}
	return newContact(steps)
}

// NewKafkaContact returns a test of the connection to the team's Kafka of which no step has been taken. What is not used is
// not tested.
func NewKafkaContact(k settings.Kafka) *Contact {
	steps := []ContactStep{
		{Code: "dns", Name: lake.Text{PL: "nazwa brokera (DNS)", EN: "the broker's name (DNS)"}},
		{Code: "tcp", Name: lake.Text{PL: "połączenie (TCP)", EN: "connection (TCP)"}},
	}
	if k.TLS {
		steps = append(steps, ContactStep{Code: "tls", Name: lake.Text{PL: "szyfrowanie (TLS)", EN: "encryption (TLS)"}})
	}
	if k.User != "" {
		steps = append(steps, ContactStep{Code: "login", Name: lake.Text{PL: "logowanie (SASL)", EN: "login (SASL)"}})
	}
	return newContact(append(steps, ContactStep{Code: "topics", Name: lake.Text{PL: "tematy i uprawnienia", EN: "topics and permissions"}}))
}

func newContact(steps []ContactStep) *Contact {
	for i := range steps {
		steps[i].State = ContactWaiting
	}
	return &Contact{steps: steps}
}

// Steps returns all steps as they stand.
func (c *Contact) Steps() []ContactStep { return c.steps }

// Passed notes that the step went well, and with it those before that nobody told of.
func (c *Contact) Passed(code string) ContactStep {
	for c.next < len(c.steps) {
		step := &c.steps[c.next]
		step.State = ContactPassed
		c.next++
		if step.Code == code {
			return *step
		}
	}
	return ContactStep{Code: code, Name: lake.Text{PL: code, EN: code}, State: ContactPassed}
}

// Failed notes that the step after the last one that passed went wrong.
func (c *Contact) Failed(err error) ContactStep {
	step := &c.steps[min(c.next, len(c.steps)-1)]
	step.State, step.Problem = ContactFailed, lake.CodeOf(err)
	step.Message, step.Hint = lake.Explain(err)
	return *step
}
