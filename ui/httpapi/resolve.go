package httpapi

import (
	"context"
	"path"
	"slices"
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

// resolve finds the documents that a name means, newest first. It is as exact as it can be: a document id or a name from a
// key, else the file name as it was dropped, else the name as keys spell it, or without its extension. faktura_1 never
// means faktura_10.
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
	if err != nil {
		return nil, err
	}
	for _, fits := range []func(pipeline.Document) bool{
		func(d pipeline.Document) bool { return string(d.ID) == name || string(d.Name) == name },
		func(d pipeline.Document) bool { return d.FileName == name },
		func(d pipeline.Document) bool { return meansStem(d, name) },
	} {
		if exact := slices.DeleteFunc(slices.Clone(found), func(d pipeline.Document) bool { return !fits(d) }); len(exact) > 0 {
			return exact, nil
		}
	}
	return nil, unknownDocument(name)
}

// meansStem compares without the extension if the name has one of a document; any other dot belongs to the name.
func meansStem(d pipeline.Document, name string) bool {
	if d.Name.Stem() == name || strings.TrimSuffix(d.FileName, path.Ext(d.FileName)) == name {
		return true
	}
	return pipeline.KnownExtension(name) && strings.EqualFold(path.Ext(name), path.Ext(d.FileName)) && d.Name.Stem() == lake.Stem(name)
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
