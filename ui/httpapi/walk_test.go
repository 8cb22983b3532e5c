package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/ui/httpapi"
)

// From the upload to the Gold figures, the approval, and the deletion.
func TestWalk(t *testing.T) {
	gate := make(chan struct{})
	s := openSite(t, gate, nil)
	a := s.upload(t, file{"faktura_1.pdf", invoicePDF("FV/1", 100)}).want(http.StatusAccepted)
	one := decode[uploaded](a).Documents[0]
	want := httpapi.UploadedJSON{File: "faktura_1.pdf", Document: lake.NewDocumentID(invoicePDF("FV/1", 100)), Status: "processing"}
	want.StatusURL = "/invoices/status/" + string(want.Document)
	if diff := cmp.Diff(want, one); diff != "" || a.Header().Get("Location") != one.StatusURL {
		t.Errorf("upload, location %q:\n%s", a.Header().Get("Location"), diff)
	}
	if got := decode[status](s.get(t, one.StatusURL).want(http.StatusOK)); got.Status != httpapi.Processing {
		t.Errorf("while it is read: %+v", got)
	}
	s.send(t, http.MethodDelete, "/invoices/faktura_1.pdf", nil).problem(http.StatusConflict, lake.CodeBusy)
	close(gate)
	s.settle(t)
	for _, name := range []string{"faktura_1.pdf", "faktura_1", string(one.Document)} {
		got := decode[status](s.get(t, "/invoices/status/"+name).want(http.StatusOK))
		if got.Status != httpapi.Ready || got.Document != one.Document || len(got.Others) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	s.checkParsed(t)
	costs := decode[[]lake.MonthlyCost](s.get(t, "/gold/costs?from=2026-01&to=2026-01-31&ppe="+testPPE).want(http.StatusOK))
	if len(costs) != 1 || costs[0].Net.String() != "100.00" || costs[0].Gross.String() != "123.00" {
		t.Errorf("costs: %+v", costs)
	}
	if body := s.get(t, "/gold/costs?from=2026-02").want(http.StatusOK).Body.String(); body != "[]\n" {
		t.Errorf("costs of no month: %q", body)
	}
	s.post(t, "/approvals/invoices", map[string]any{"documents": []string{"faktura_1.pdf", string(one.Document)}, "approved_by": "Anna"}).want(http.StatusOK)
	s.settle(t)
	if got := decode[list](s.get(t, "/invoices").want(http.StatusOK)).Documents[0]; got.Status != httpapi.Ready || got.Invoices[0].Status != lake.Reviewed {
		t.Errorf("after the approval: %+v", got)
	}
	s.send(t, http.MethodDelete, "/invoices/faktura_1.pdf", nil).want(http.StatusOK)
	s.settle(t)
	s.get(t, "/invoices/status/faktura_1.pdf").problem(http.StatusNotFound, lake.CodeNotFound)
	s.get(t, one.StatusURL).problem(http.StatusNotFound, lake.CodeNotFound)
}

// checkParsed wants the same from the parsed route and the list, field by field as the command line prints it.
func (s *site) checkParsed(t *testing.T) {
	t.Helper()
	const want = `{"number":"FV/1","kind":"settlement","scope":"comprehensive","corrects":"","seller_name":"Prąd i Światło S.A.",
		"seller_nip":"1112223332","buyer_nip":"","issue_date":"2026-02-05","due_date":"","period_start":"2026-01-01","period_end":"2026-01-31",
		"net":"100.00","vat":"23.00","gross":"123.00","amount_due":"","currency":"PLN","consumption_kwh":"500",
		"points":[{"ppe":"590310600000001023","tariff":"","period_start":"2026-01-01","period_end":"2026-01-31","consumption_kwh":"500","net":"100.00"}]}`
	type body struct {
		Invoices  []struct{ Invoice map[string]any }
		Documents []struct {
			Invoices []struct{ Invoice map[string]any }
		}
	}
	var wanted map[string]any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, decode[body](s.get(t, "/invoices/parsed/faktura_1.pdf")).Invoices[0].Invoice); diff != "" {
		t.Errorf("parsed:\n%s", diff)
	}
	if diff := cmp.Diff(wanted, decode[body](s.get(t, "/invoices")).Documents[0].Invoices[0].Invoice); diff != "" {
		t.Errorf("list:\n%s", diff)
	}
}

func TestFailedAndDoubtfulDocuments(t *testing.T) {
	s := openSite(t, nil, nil)
	s.upload(t, file{"zła.pdf", []byte(pdfHeader + "damaged")}, file{"dziwna.pdf", []byte(pdfHeader + "?")}).want(http.StatusAccepted)
	s.settle(t)
	bad := decode[status](s.get(t, "/invoices/status/z%C5%82a.pdf", "Accept-Language", "en-GB,en;q=0.9").want(http.StatusOK))
	if bad.Status != httpapi.Failed || bad.Code != lake.CodeDamaged || bad.Reason != "The file is damaged." || bad.Hint != "Download." || bad.Stage != lake.StageRead {
		t.Errorf("failed: %+v", bad)
	}
	odd := decode[parsed](s.get(t, "/invoices/parsed/dziwna.pdf").want(http.StatusOK))
	if odd.Status != httpapi.Review || odd.Reason != "Brak numeru." || len(odd.Invoices) != 1 || odd.Invoices[0].Status != lake.StatusReview {
		t.Errorf("doubtful: %+v", odd)
	}
	if got := decode[list](s.get(t, "/invoices?status=failed").want(http.StatusOK)); got.Total != 1 || got.Documents[0].File != "zła.pdf" {
		t.Errorf("list of the failed: %+v", got)
	}
	approve := func(document, by string) answer {
		return s.post(t, "/approvals/invoices", map[string]any{"documents": []string{document}, "approved_by": by})
	}
	approve("zła.pdf", "Anna").problem(http.StatusConflict, lake.CodeConflict)
	approve("nie-ma.pdf", "Anna").problem(http.StatusNotFound, lake.CodeNotFound)
	approve("dziwna.pdf", " ").problem(http.StatusBadRequest, lake.CodeUsage)
	approve("dziwna.pdf", "").problem(http.StatusUnprocessableEntity, lake.CodeUsage)
	approve("dziwna.pdf", "Anna").want(http.StatusOK)
	s.settle(t)
	if got := decode[status](s.get(t, "/invoices/status/dziwna.pdf")); got.Status != httpapi.Ready {
		t.Errorf("approved: %+v", got)
	}
}

// Fifty clients at once over real connections: each is answered 202, and each document is in the tables.
func TestFiftyParallelUploadsLoseNothing(t *testing.T) {
	const clients = 50
	s := openSite(t, nil, nil)
	server := httptest.NewServer(s)
	defer server.Close()
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			body, contentType := form(t, file{fmt.Sprintf("faktura_%d.pdf", i), invoicePDF(fmt.Sprintf("FV/%d", i), 100+i)})
			response, err := http.Post(server.URL+"/invoices/upload", contentType, body)
			if err != nil {
				t.Error(err)
				return
			}
			answered, _ := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusAccepted {
				t.Errorf("upload %d: %s %s", i, response.Status, answered)
			}
		})
	}
	all.Wait()
	s.settle(t)
	got := decode[list](s.get(t, "/invoices?limit=500&status=ready").want(http.StatusOK))
	numbers := map[string]bool{}
	for _, d := range got.Documents {
		for _, i := range d.Invoices {
			numbers[i.Invoice.Number] = true
		}
	}
	costs := decode[[]lake.MonthlyCost](s.get(t, "/gold/costs"))
	if got.Total != clients || len(numbers) != clients || len(costs) != 1 || costs[0].Invoices != clients {
		t.Errorf("%d documents, %d numbers, costs %+v", got.Total, len(numbers), costs)
	}
}

func TestListIsFilteredAndPaged(t *testing.T) {
	s := openSite(t, nil, nil)
	var files []file
	for i := range 7 {
		files = append(files, file{fmt.Sprintf("faktura_%d.pdf", i), invoicePDF(fmt.Sprintf("FV/%d/2026", i), 100)})
	}
	s.upload(t, files...).want(http.StatusAccepted)
	s.settle(t)
	for query, want := range map[string]int{
		"":                      7,
		"?status=ready":         7,
		"?status=needs_review":  0,
		"?seller=PRAD%20i":      7,
		"?seller=1112223332":    7,
		"?seller=obcy":          0,
		"?seller=%3F":           0,
		"?ppe=" + testPPE:       7,
		"?ppe=5903":             0,
		"?kind=settlement":      7,
		"?kind=correction":      0,
		"?text=fv%2F3%2F2026":   1,
		"?text=faktura_4":       1,
		"?from=2026-01-31":      7,
		"?from=2026-02":         0,
		"?to=2026-01":           7,
		"?to=2025-12-31":        0,
		"?from=2026-01&to=2027": -1,
		"?from=2026-02-31":      -1,
		"?status=approved":      -1,
		"?from=&to=":            7,
		"?kind=&status=":        7,
		"?limit=0":              -1,
		"?limit=x":              -1,
		"?after=x":              -1,
		"?unknown=1":            -1,
	} {
		a := s.get(t, "/invoices"+query)
		if want < 0 {
			a.problem(a.Code, lake.CodeUsage)
			if a.Code != http.StatusBadRequest && a.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", query, a.Code)
			}
			continue
		}
		if got := decode[list](a.want(http.StatusOK)); got.Total != want || len(got.Documents) != want || got.Next != "" {
			t.Errorf("%s: %d documents, %d in all, want %d", query, len(got.Documents), got.Total, want)
		}
	}
	var names []string
	for next := ""; ; {
		page := decode[list](s.get(t, "/invoices?limit=3&after="+next).want(http.StatusOK))
		for _, d := range page.Documents {
			names = append(names, d.File)
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if got := strings.Join(names, " "); !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(b, a) }) || len(names) != 7 {
		t.Errorf("pages give %s", got)
	}
}
