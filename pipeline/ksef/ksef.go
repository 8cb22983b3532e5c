// Package ksef reads electricity invoices from the structured XML of the Polish national e-invoice system: FA(2) and FA(3).
// It is pure: no I/O, no clock.
//
// The amounts of such an invoice have elements of their own, but energy data has none: sellers put metering points, periods
// and consumption into the attachment, into line names or into free key-value pairs. All these places are turned into facts
// (about points) and rows (of tables), and one set of rules reads them, see points.go.
package ksef

import (
	"fmt"
	"strings"

	"wattlake/lake"
)

// The name spaces of the versions that are read.
const (
	namespaceFA2 = "http://crd.gov.pl/wzor/2023/06/29/12648/"
	namespaceFA3 = "http://crd.gov.pl/wzor/2025/06/25/13775/"

	rootElement = "Faktura"
	// CodeVersion means that the invoice has a version of the structure that this program does not know.
	CodeVersion lake.Code = "unsupported_ksef_version"
)

// Extractor reads KSeF invoices. The zero value is ready and safe for concurrent use.
type Extractor struct{}

// New returns an extractor.
func New() *Extractor { return &Extractor{} }

// ExtractXML returns the one invoice of the document. A document that is no KSeF invoice gives a [lake.Error].
func (*Extractor) ExtractXML(content []byte) ([]lake.Reading, error) {
	root, err := parse(content)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(root); err != nil {
		return nil, err
	}
	return []lake.Reading{read(root)}, nil
}

// checkVersion refuses what is not an invoice of a known version.
func checkVersion(root *node) error {
	system := root.at("Naglowek", "KodFormularza").attribute("kodSystemowy")
	switch {
	case root.name != rootElement:
		return notAnInvoice(fmt.Sprintf("element główny to <%s>", root.name), fmt.Sprintf("its root element is <%s>", root.name))
	case root.space == namespaceFA2, root.space == namespaceFA3:
	case root.space == "" && (system == "FA (2)" || system == "FA (3)"):
	case strings.HasPrefix(root.space, "http://crd.gov.pl/wzor/"), strings.HasPrefix(system, "FA"):
		return unknownVersion(system)
	default:
		return notAnInvoice(fmt.Sprintf("przestrzeń nazw %q jest nieznana", root.space), fmt.Sprintf("its name space %q is unknown", root.space))
	}
	if root.child("Fa") == nil {
		return notAnInvoice("brak elementu <Fa>", "it has no element <Fa>")
	}
	return nil
}

func notAnInvoice(pl, en string) error {
	return &lake.Error{
		Code: lake.CodeNotADocument, Op: "ksef: extract",
		Message: lake.Text{
			PL: "Ten plik XML nie jest fakturą KSeF: " + pl + ".",
			EN: "This XML file is no KSeF invoice: " + en + ".",
		},
		Hint: lake.Text{
			PL: "Pobierz z KSeF samą fakturę (XML), a nie UPO ani paczkę.",
			EN: "Download the invoice itself (XML) from KSeF, not a receipt or a package.",
		},
	}
}

func unknownVersion(system string) error {
	if system == "" {
		system = "?"
	}
	return &lake.Error{
		Code: CodeVersion, Op: "ksef: extract",
		Message: lake.Text{
			PL: fmt.Sprintf("Faktura ma nieobsługiwaną wersję struktury KSeF: %s. Obsługiwane są FA (2) i FA (3).", system),
			EN: fmt.Sprintf("The invoice has an unsupported version of the KSeF structure: %s. FA (2) and FA (3) are supported.", system),
		},
		Hint: lake.Text{
			PL: "Upuść fakturę jako PDF albo zaktualizuj program.",
			EN: "Drop the invoice as a PDF, or update the program.",
		},
	}
}
