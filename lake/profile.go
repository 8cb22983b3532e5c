package lake

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// Profile refines the general rules of extraction for the invoices of some sellers. It is data: it can add wordings and settle
// doubts, never run anything.
type Profile struct {
	Name       string                 `json:"name"`
	SellerNIPs []string               `json:"seller_nips,omitempty"` // tax numbers of which the document prints one; none: every document
	Labels     map[FieldName][]string `json:"labels,omitempty"`      // more wordings that announce a field; '*' at the end accepts any ending
	Ignore     []string               `json:"ignore,omitempty"`      // wordings that announce nothing, although they resemble one that does
	Number     string                 `json:"number,omitempty"`      // regular expression (RE2) of a whole invoice number
	Dot        DotStyle               `json:"dot,omitempty"`         // what the dot in 1.105 is
	Unit       string                 `json:"unit,omitempty"`        // kWh or MWh: of a consumption that is printed without one
}

// DotStyle tells what a single dot before three digits is.
type DotStyle string

// The styles; the zero value leaves it to the document.
const (
	DotThousands DotStyle = "thousands"
	DotDecimal   DotStyle = "decimal"
)

// The limits of a profile.
const (
	MaxProfileBytes    = 64 << 10
	maxProfileName     = 60
	maxProfileWordings = 200
	maxWordingLength   = 80
)

var profileName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// ParseProfile reads a profile and checks it; an unknown key is an error, so that a typing mistake does not pass in silence.
func ParseProfile(content []byte) (Profile, error) {
	var p Profile
	if len(content) > MaxProfileBytes {
		return p, badProfile("za duży plik", "the file is too big")
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return p, badProfile("to nie jest poprawny JSON profilu: "+err.Error(), "this is no valid JSON of a profile: "+err.Error())
	}
	return p, p.check()
}

func (p *Profile) check() error {
	if !profileName.MatchString(p.Name) || len(p.Name) > maxProfileName {
		return badProfile("nazwa musi składać się z małych liter, cyfr, kropek i myślników", "the name must consist of small letters, digits, dots and dashes")
	}
	for _, nip := range p.SellerNIPs {
		if !ValidNIP(nip) {
			return badProfile("błędny NIP: "+nip, "wrong tax number: "+nip)
		}
	}
	wordings := slices.Clone(p.Ignore)
	for _, more := range p.Labels {
		wordings = append(wordings, more...)
	}
	if len(wordings) > maxProfileWordings {
		return badProfile("za dużo etykiet", "too many labels")
	}
	for _, wording := range wordings {
		if len(wording) < 2 || len(wording) > maxWordingLength {
			return badProfile(fmt.Sprintf("etykieta „%s” ma złą długość", wording), fmt.Sprintf("the label %q has a wrong length", wording))
		}
	}
	if _, err := regexp.Compile(p.Number); err != nil {
		return badProfile("błędny wzór numeru: "+err.Error(), "wrong pattern of numbers: "+err.Error())
	}
	if p.Dot != "" && p.Dot != DotThousands && p.Dot != DotDecimal {
		return badProfile(`„dot” musi być "thousands" albo "decimal"`, `"dot" must be "thousands" or "decimal"`)
	}
	if p.Unit != "" && p.Unit != "kWh" && p.Unit != "MWh" {
		return badProfile(`„unit” musi być "kWh" albo "MWh"`, `"unit" must be "kWh" or "MWh"`)
	}
	return nil
}

func badProfile(pl, en string) error {
	return &Error{
		Code: CodeUsage, Op: "lake: profile",
		Message: Text{PL: "Profil jest niepoprawny: " + pl + ".", EN: "The profile is wrong: " + en + "."},
		Hint:    Text{PL: "Opis pól i przykład: docs/vendor-profiles.md.", EN: "Fields and an example: docs/vendor-profiles.md."},
	}
}

// CoversAny reports whether the profile is for a document that prints the tax numbers.
func (p *Profile) CoversAny(nips []string) bool {
	return len(p.SellerNIPs) == 0 || slices.ContainsFunc(p.SellerNIPs, func(nip string) bool { return slices.Contains(nips, nip) })
}

// ProfileValue is the name of the value that holds a profile in a decision of kind [DecideProfile]; a decision without it removes
// the profile of that name.
const (
	ProfileValue     = "profile"
	ProfileNameValue = "name"
)

// RulesVersion orders what people had decided about profiles when a document was parsed. A set of decisions that holds another is
// greater, whatever the order in which they arrived: so the result that knows more counts.
type RulesVersion struct {
	Lamport   uint64 `json:"lamport"`   // of the latest decision
	Decisions int    `json:"decisions"` // how many there were
}

// Compare orders versions.
func (v RulesVersion) Compare(o RulesVersion) int {
	return cmp.Or(cmp.Compare(v.Lamport, o.Lamport), cmp.Compare(v.Decisions, o.Decisions))
}

// ProfileHistory is one profile name with everything that was decided about it.
type ProfileHistory struct {
	Name   string
	Active *Profile // nil if it was removed
	Latest Decision

	versions []Profile // all that ever were, for what they cover
	rules    RulesVersion
}

// ProfileSet is what people have decided about profiles, by name.
type ProfileSet []ProfileHistory

// NewProfileSet folds decisions, in any order: of each name the latest counts. What cannot be read counts as nothing.
func NewProfileSet(decisions []Decision) ProfileSet {
	ordered := slices.Clone(decisions)
	slices.SortFunc(ordered, func(a, b Decision) int {
		if a.After(b) {
			return 1
		}
		return -1
	})
	var set ProfileSet
	for _, d := range ordered {
		name := d.Values[ProfileNameValue]
		if d.Kind != DecideProfile || name == "" {
			continue
		}
		at := slices.IndexFunc(set, func(h ProfileHistory) bool { return h.Name == name })
		if at < 0 {
			at, set = len(set), append(set, ProfileHistory{Name: name})
		}
		set[at].add(d)
	}
	slices.SortFunc(set, func(a, b ProfileHistory) int { return cmp.Compare(a.Name, b.Name) })
	return set
}

func (h *ProfileHistory) add(d Decision) {
	h.Latest, h.Active = d, nil
	h.rules = RulesVersion{Lamport: max(h.rules.Lamport, d.Lamport), Decisions: h.rules.Decisions + 1}
	if text := d.Values[ProfileValue]; text != "" {
		if p, err := ParseProfile([]byte(text)); err == nil && p.Name == h.Name {
			h.Active, h.versions = &p, append(h.versions, p)
		}
	}
}

// For returns the profiles for a document that prints the tax numbers, by name, and the version of what was decided about it. Of
// profiles that never covered the document nothing counts, so that its result stays what it was.
func (s ProfileSet) For(nips []string) ([]Profile, RulesVersion) {
	var active []Profile
	var version RulesVersion
	for _, h := range s {
		if !slices.ContainsFunc(h.versions, func(p Profile) bool { return p.CoversAny(nips) }) {
			continue
		}
		version = RulesVersion{Lamport: max(version.Lamport, h.rules.Lamport), Decisions: version.Decisions + h.rules.Decisions}
		if h.Active != nil && h.Active.CoversAny(nips) {
			active = append(active, *h.Active)
		}
	}
	return active, version
}

// ProfileCase is one reviewed document: what people put in the place of what was read, and what the document prints.
type ProfileCase struct {
	Document  DocumentID
	SellerNIP string
	Values    map[FieldName]string
	Text      PageText
}
