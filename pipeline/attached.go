package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// attachedSource is what origins of documents say that came inside a PDF.
const attachedSource = "attachment"

// attachedFile is a document that a reader found inside another one.
type attachedFile struct {
	name    string
	content []byte
}

// adoptAttached makes documents of what is attached to a document, and names them. They go their own way through the stages;
// the one around them is only linked with them. It does the same each time.
func (n *stages) adoptAttached(ctx context.Context, parent lake.DocumentID, files []attachedFile) ([]lake.Attachment, error) {
	var links []lake.Attachment
	for _, file := range files {
		kind, err := intake.Sniff(file.content)
		if err != nil {
			continue // the reader thought otherwise
		}
		link := lake.Attachment{Name: intake.TidyName(file.name), Document: lake.NewDocumentID(file.content), Ext: kind.Ext}
		if link.Document == parent || slices.ContainsFunc(links, func(l lake.Attachment) bool { return l.Document == link.Document }) {
			continue
		}
		if !n.bronze.Erased(link.Document) { // the document around it still has it, and is linked with what there was
			if err := n.storeAttached(ctx, parent, link, kind, file.content); err != nil {
				return nil, fmt.Errorf("attachment %q: %w", link.Name, err)
			}
		}
		links = append(links, link)
	}
	return links, nil
}

func (n *stages) storeAttached(ctx context.Context, parent lake.DocumentID, link lake.Attachment, kind intake.Format, content []byte) error {
	fileName := path.Base(link.Name)
	if !strings.EqualFold(path.Ext(fileName), kind.Ext) {
		fileName += kind.Ext
	}
	name := lake.NewName(fileName, link.Document)
	if _, err := n.bronze.Put(ctx, lake.RawKey(name, kind.Ext), content); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	origins, err := n.bronze.Origins(ctx, parent)
	if err != nil {
		return err
	}
	origin := lake.Origin{
		Document: link.Document, FileName: fileName, Size: int64(len(content)), MediaType: kind.MediaType, Source: attachedSource, Member: link.Name,
	}
	if len(origins) > 0 { // the first drop's, not this moment's: reading again must not look like another drop
		origin.Container, origin.Author, origin.At = origins[0].FileName, origins[0].Author, origins[0].At
	}
	encoded, err := json.Marshal(origin)
	if err != nil {
		return fmt.Errorf("encode origin: %w", err)
	}
	if _, err := n.bronze.Put(ctx, lake.OriginKey(name, encoded), encoded); err != nil {
		return fmt.Errorf("store origin: %w", err)
	}
	return n.resume(ctx, link.Document)
}

// attachedInvoice returns what the KSeF invoice says that is attached to a document; ok is false if there is none or it is
// not valid, so that the pages have to be read.
func (n *stages) attachedInvoice(ctx context.Context, text lake.PageText) (readings []lake.Reading, ok bool) {
	for _, link := range text.Attachments {
		key := n.bronze.RawKey(link.Document)
		if link.Ext != ".xml" || key == "" {
			continue
		}
		content, err := n.bronze.Get(ctx, key)
		if err != nil {
			continue
		}
		if readings, err := n.xml.ExtractXML(content); err == nil && len(readings) > 0 {
			return readings, true
		}
	}
	return nil, false
}
