package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// Ingest copies the files into Bronze and waits until each has a final state and Gold is up to date. Archives and mails are
// opened and the documents in them taken, each with a result of its own under "archive!/member". Results come in the order
// of the files. update, which may be nil, is called by one goroutine at a time. A file that is refused is a result, not an
// error. When ctx ends, what is in Bronze already stays there and is finished later.
func (n *Node) Ingest(ctx context.Context, request IngestRequest, update func(IngestUpdate)) ([]IngestResult, error) {
	files := walkSources(request.Paths)
	b := &batch{node: n, request: request, files: files, update: update, items: make([][]*item, len(files)), total: len(files), known: map[lake.DocumentID]bool{}}
	if err := b.copyAll(ctx); err != nil {
		return nil, err
	}
	if err := n.awaitResumed(ctx); err != nil { // a document that is dropped again may be one that was left behind
		return nil, err
	}
	for more := true; more; more = b.addAttached() {
		if err := n.tracker.await(ctx, b.documents(), b.report()); err != nil {
			return nil, err
		}
	}
	return b.finish(ctx)
}

// Upload copies one document that is in memory into Bronze and announces it; the stages go on by themselves. known says that
// the same bytes were here before. When it returns without an error the document survives a power cut. source is who asks,
// see [lake.Origin].
func (n *Node) Upload(ctx context.Context, fileName string, content []byte, source string) (id lake.DocumentID, known bool, err error) {
	if intake.IsContainer(content) {
		return "", false, refuse(lake.CodeNotADocument, "To jest archiwum lub wiadomość, a tu przyjmowany jest jeden dokument.",
			"This is an archive or a mail, and one document at a time is taken here.",
			"Prześlij dokumenty z jego wnętrza.", "Send the documents that are in it.")
	}
	in, err := n.ingestBytes(ctx, incoming{fileName: fileName, content: content, source: source})
	return in.document, in.known, err
}

// incoming is how a document comes: its bytes and what its origin says.
type incoming struct {
	fileName  string // without its folder
	content   []byte
	source    string // see [lake.Origin]
	container string // file name of the archive or mail around it, "" if there is none
	member    string // path inside the container
}

// ingested is one file that is durable in Bronze.
type ingested struct {
	document lake.DocumentID
	known    bool // the same bytes were here before
}

// ingestBytes is the ingest stage: raw bytes, then the record of the drop, then the event.
func (n *Node) ingestBytes(ctx context.Context, d incoming) (ingested, error) {
	kind, err := intake.Sniff(d.content)
	if err != nil {
		return ingested{}, err
	}
	id := lake.NewDocumentID(d.content)
	name := lake.NewName(d.fileName, id)
	if err := n.refuseErased(id); err != nil {
		return ingested{}, err
	}
	defer n.arrivals.begin(id)()
	known := n.bronze.Has(id)
	key := lake.RawKey(name, kind.Ext)
	if _, err := n.bronze.Put(ctx, key, d.content); err != nil {
		return ingested{}, fmt.Errorf("store %s: %w", d.fileName, err)
	}
	ctx = context.WithoutCancel(ctx) // the record of where it comes from goes with it, also when the program is left in between
	origin, err := json.Marshal(lake.Origin{
		Document: id, FileName: d.fileName, Size: int64(len(d.content)), MediaType: kind.MediaType,
		Source: d.source, Author: n.author, At: n.clock().UTC().Format(time.RFC3339), Container: d.container, Member: d.member,
	})
	if err != nil {
		return ingested{}, fmt.Errorf("encode origin: %w", err)
	}
	if _, err := n.bronze.Put(ctx, lake.OriginKey(name, origin), origin); err != nil {
		return ingested{}, fmt.Errorf("store origin of %s: %w", d.fileName, err)
	}
	through, err := n.through(ctx, id)
	if err != nil || through {
		return ingested{document: id, known: known}, err
	}
	event, err := n.bronze.StageEvent(lake.TopicUploaded, id, key, d.content, false)
	if err != nil {
		return ingested{}, err
	}
	return ingested{document: id, known: known}, n.announce(ctx, event)
}

// through reports whether the pipeline has nothing to do for a document that is dropped again.
func (n *Node) through(ctx context.Context, id lake.DocumentID) (bool, error) {
	decisions := lake.Facts{Decisions: n.bronze.Decisions(id)}
	if decisions.Deleted() { // dropping a deleted document again brings it back, also while its rows are still being taken out
		return false, n.decide(ctx, lake.Decision{Kind: lake.DecideRestore, Author: n.author, Document: id})
	}
	if _, active := n.tracker.step(id); active {
		return true, nil
	}
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return false, err
	}
	return facts.Status().Final() && n.tracker.trouble(id) == nil, nil
}

// refuseErased is what a drop of an erased document is told.
func (n *Node) refuseErased(id lake.DocumentID) error {
	if !n.bronze.Erased(id) {
		return nil
	}
	at := ""
	for _, d := range n.bronze.Decisions(id) {
		if d.Kind == lake.DecideErased {
			at, _, _ = strings.Cut(d.At, "T")
		}
	}
	return refuse(lake.CodeErased,
		"Ten dokument został trwale usunięty "+at+" i nie jest przyjmowany ponownie.", "This document was erased on "+at+" and is not taken again.",
		"Jeżeli ma wrócić: wattlake restore "+string(id)+", a potem dodaj plik jeszcze raz.",
		"If it shall come back: wattlake restore "+string(id)+", then add the file again.")
}

// refuse makes the error of a document that is not taken.
func refuse(code lake.Code, messagePL, messageEN, hintPL, hintEN string) *lake.Error {
	return &lake.Error{
		Code: code, Op: "pipeline: ingest",
		Message: lake.Text{PL: messagePL, EN: messageEN}, Hint: lake.Text{PL: hintPL, EN: hintEN},
	}
}
