package httpapi

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"wattlake/lake"
	"wattlake/pipeline"
)

// maxNameBytes is the longest file name that the usual file systems hold.
const maxNameBytes = 255

// checkName refuses what is no plain file name, such as a path.
func checkName(name string) error {
	if name != "" && len(name) <= maxNameBytes && name != "." && name != ".." && utf8.ValidString(name) &&
		!strings.ContainsAny(name, `/\`) && !strings.ContainsFunc(name, unicode.IsControl) {
		return nil
	}
	return usage("To nie jest nazwa pliku.", "This is not a file name.",
		"Podaj nazwę bez folderu albo identyfikator dokumentu.", "Give the name without its folder, or the document's id.")
}

// resolve finds the documents that a name means, newest first, see [pipeline.Library.Find]. faktura_1 never means faktura_10.
func (s *Server) resolve(ctx context.Context, name string) ([]pipeline.Document, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if lake.IsDocumentID(name) {
		detail, err := s.node.Document(ctx, lake.DocumentID(name))
		if err == nil && detail.Status != lake.Deleted {
			return []pipeline.Document{detail.Document}, nil
		}
		if err != nil && lake.CodeOf(err) != lake.CodeNotFound {
			return nil, err
		}
	}
	found, err := s.node.Find(ctx, name)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil, unknownDocument(name)
	}
	return found, err
}

// resolveOne finds the one document that a name means; several are an error that lists them.
func (s *Server) resolveOne(ctx context.Context, name string) (pipeline.Document, error) {
	found, err := s.resolve(ctx, name)
	if err != nil {
		return pipeline.Document{}, err
	}
	if len(found) == 1 {
		return found[0], nil
	}
	ids := make([]string, 0, len(found))
	for _, d := range found {
		ids = append(ids, string(d.ID))
	}
	list := strings.Join(ids, ", ")
	return pipeline.Document{}, &lake.Error{
		Code: lake.CodeAmbiguous, Op: "http: resolve",
		Message: lake.Text{
			PL: "Nazwie „" + name + "” odpowiada kilka dokumentów: " + list + ".", EN: "Several documents have the name “" + name + "”: " + list + ".",
		},
		Hint: lake.Text{PL: "Podaj identyfikator dokumentu zamiast nazwy.", EN: "Give the document's id instead of the name."},
	}
}

func unknownDocument(name string) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "http: resolve",
		Message: lake.Text{PL: "W jeziorze nie ma dokumentu „" + name + "”.", EN: "There is no document “" + name + "” in the lake."},
		Hint:    lake.Text{PL: "Listę dokumentów daje GET /invoices.", EN: "GET /invoices lists the documents."},
	}
}
