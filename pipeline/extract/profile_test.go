package extract_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// oddBill words its figures as no other seller does; 999-000-00-14 is the seller's tax number.
const oddBill = `Faktura VAT nr FS/2026/03/0001      Data wystawienia: 10.04.2026
Sprzedawca: Odmienna Energia S.A.   NIP: 999-000-00-14
Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Kod PPE: 590310600000001023
Porcja prądu           0,500
Energia czynna całodobowa  500 kWh 1,0000  500,00 23
Razem netto 500,00   VAT 23% 115,00   brutto 615,00
`

func profiles(t *testing.T, ps ...lake.Profile) lake.ProfileSet {
	t.Helper()
	var decisions []lake.Decision
	for i, p := range ps {
		content, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		decisions = append(decisions, lake.Decision{
			Kind: lake.DecideProfile, Lamport: uint64(i + 1), Values: map[string]string{lake.ProfileNameValue: p.Name, lake.ProfileValue: string(content)},
		})
	}
	return lake.NewProfileSet(decisions)
}

func TestProfileTeachesLabelsUnitsAndNumbers(t *testing.T) {
	e := extract.New()
	seller := lake.Profile{
		Name: "odmienna", SellerNIPs: []string{"9990000014"}, Unit: "MWh", Labels: map[lake.FieldName][]string{lake.FieldConsumption: {"porcja prądu"}},
	}
	readings, version := e.ExtractWith(typed(oddBill), profiles(t, seller))
	if got := readings[0].Fields[lake.FieldConsumption]; got.Value != "500" || got.Raw != "0,500" || version.Decisions != 1 {
		t.Errorf("got %+v, version %+v", got, version)
	}
	numbered := lake.Profile{Name: "numbers", Number: `XX-[0-9]{4}`}
	readings, _ = e.ExtractWith(typed(oddBill+"\nnasz znak XX-1234\n"), profiles(t, numbered))
	if got := readings[0].Fields.Value(lake.FieldNumber); got != "XX-1234" {
		t.Errorf("the number in the seller's form is %q", got)
	}
	ignoring := lake.Profile{Name: "ignoring", Ignore: []string{"razem netto"}}
	readings, _ = e.ExtractWith(typed(oddBill), profiles(t, ignoring))
	if got := readings[0].Fields[lake.FieldNet]; got.Rule == "label left of value" {
		t.Errorf("an ignored label was used: %+v", got)
	}
}

func TestProfileOfAnotherSellerChangesNothing(t *testing.T) {
	e := extract.New()
	other := lake.Profile{Name: "inna", SellerNIPs: []string{"7770020640"}, Labels: map[lake.FieldName][]string{lake.FieldConsumption: {"porcja prądu"}}}
	readings, version := e.ExtractWith(typed(oddBill), profiles(t, other))
	if diff := cmp.Diff(e.Extract(typed(oddBill)), readings); diff != "" || version != (lake.RulesVersion{}) {
		t.Errorf("version %v, %s", version, diff)
	}
}

func TestDotProfile(t *testing.T) {
	bill := "Faktura VAT nr 12/2026  NIP 999-000-00-14\nZużycie: 1.105 kWh\n"
	for dot, want := range map[lake.DotStyle]string{lake.DotThousands: "1105", lake.DotDecimal: "1.105"} {
		readings, _ := extract.New().ExtractWith(typed(bill), profiles(t, lake.Profile{Name: "dots", Dot: dot}))
		if got := readings[0].Fields.Value(lake.FieldConsumption); got != want {
			t.Errorf("%s: %s, want %s", dot, got, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	one := lake.ProfileCase{
		Document: "1", SellerNIP: "9990000014", Values: map[lake.FieldName]string{lake.FieldConsumption: "500", lake.FieldNet: "500.00"}, Text: typed(oddBill),
	}
	two := one
	two.Document = "2"
	e := extract.New()
	if got := e.Suggest([]lake.ProfileCase{one, one}); len(got) != 0 {
		t.Errorf("one document is no habit: %v", got)
	}
	got := e.Suggest([]lake.ProfileCase{two, one})
	if len(got) != 1 || !slices.Contains(got[0].Labels[lake.FieldConsumption], "porcja prądu") || got[0].SellerNIPs[0] != "9990000014" {
		t.Fatalf("got %+v", got)
	}
	if slices.Contains(got[0].Labels[lake.FieldNet], "razem netto") {
		t.Error("a label that is known already was offered")
	}
	content, err := json.Marshal(got[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lake.ParseProfile(content); err != nil {
		t.Errorf("what is offered must be a profile: %v", err)
	}
	readings, _ := e.ExtractWith(typed(oddBill), profiles(t, got[0]))
	if got := readings[0].Fields[lake.FieldConsumption].Rule; got == "" {
		t.Error("the offered rule found nothing")
	}
}

func TestBuiltInProfilesAreSound(t *testing.T) {
	if err := extract.CheckBuiltIn(); err != nil {
		t.Error(err)
	}
}
