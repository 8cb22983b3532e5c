package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
)

// Eraser takes things out of a lake for good.
type Eraser interface {
	// Delete removes an object. A missing one is no error.
	Delete(ctx context.Context, key lake.Key) error
	// Purge removes every version of the tables but the newest, so that nothing of what they once held can be read.
	Purge(ctx context.Context) error
	// Forget removes what this machine noted about the document beside the lake: logs, caches, indexes.
	Forget(ctx context.Context, gone Erasure) error
}

// Erasure is a document that is being erased.
type Erasure struct {
	Document  lake.DocumentID
	Keys      []lake.Key // of its objects
	FileNames []string   // under which it was dropped
}

// Erased tells what an erasure did.
type Erased struct {
	Objects int               // that were removed
	Others  []lake.DocumentID // other documents with the same invoices: these invoices stay
}

// Erase takes everything about a document out of the lake for good, old versions of the tables included; they can no longer be
// travelled to. What stays is a decision that names the document's id and the reason, so that neither a sync nor a drop brings
// it back. An erasure that was interrupted goes on at the next start.
func (n *Node) Erase(ctx context.Context, id lake.DocumentID, reason string) (Erased, error) {
	if n.eraser == nil {
		return Erased{}, cannotErase()
	}
	if len(n.bronze.ToErase(id)) == 0 && !n.bronze.Erased(id) {
		return Erased{}, notFound(string(id))
	}
	if _, active := n.tracker.step(id); active {
		return Erased{}, busy()
	}
	if !n.bronze.Erased(id) {
		d := lake.Decision{Kind: lake.DecideErased, Author: n.author, Document: id}
		if reason != "" {
			d.Values = map[string]string{lake.ReasonValue: reason}
		}
		if err := n.decide(ctx, d); err != nil {
			return Erased{}, err
		}
	}
	return n.finishErasure(ctx, id)
}

// resumeErasures finishes what was interrupted, or decided by somebody else in the team.
func (n *Node) resumeErasures(ctx context.Context) error {
	if n.eraser == nil {
		return nil
	}
	for _, id := range n.bronze.OpenErasures() {
		if _, err := n.finishErasure(ctx, id); err != nil {
			return fmt.Errorf("erase %s: %w", id, err)
		}
	}
	return nil
}

// finishErasure removes rows before versions, versions before objects, and the document's own bytes last: while any object
// is here, an interrupted erasure is seen and done again.
func (n *Node) finishErasure(ctx context.Context, id lake.DocumentID) (Erased, error) {
	n.erasing.Lock()
	defer n.erasing.Unlock()
	keys := n.bronze.ToErase(id)
	names, err := n.fileNames(ctx, id)
	if err != nil {
		return Erased{}, err
	}
	others, err := n.sharing(ctx, id)
	if err != nil {
		return Erased{}, err
	}
	if err := n.eraseRows(ctx, id); err != nil {
		return Erased{}, err
	}
	if err := n.eraseQuarantine(ctx, id); err != nil {
		return Erased{}, fmt.Errorf("erase what was set aside: %w", err)
	}
	n.passwords.forget(id)
	n.pictures.forget(id)
	if err := n.listing.forget(); err != nil {
		return Erased{}, fmt.Errorf("erase notes of drops: %w", err)
	}
	if err := n.eraser.Forget(ctx, Erasure{Document: id, Keys: keys, FileNames: names}); err != nil {
		return Erased{}, fmt.Errorf("erase local notes: %w", err)
	}
	for _, key := range keys {
		if err := n.eraser.Delete(ctx, key); err != nil {
			return Erased{}, fmt.Errorf("erase %s: %w", key, err)
		}
	}
	n.bronze.Forget(id)
	n.send(Change{Document: id, Tables: true})
	return Erased{Objects: len(keys), Others: others}, nil
}

// eraseRows takes the document out of Silver and Gold, and then every older version of them.
func (n *Node) eraseRows(ctx context.Context, id lake.DocumentID) error {
	if _, _, err := n.foldSilver(ctx, []lake.DocumentID{id}); err != nil {
		return fmt.Errorf("erase rows: %w", err)
	}
	if _, err := n.tables.BuildGold(ctx); err != nil {
		return fmt.Errorf("erase metrics: %w", err)
	}
	if err := n.eraser.Purge(ctx); err != nil {
		return fmt.Errorf("erase old versions: %w", err)
	}
	return nil
}

// sharing lists the other documents that carry the same invoices.
func (n *Node) sharing(ctx context.Context, id lake.DocumentID) ([]lake.DocumentID, error) {
	rows, err := n.tables.Touching(ctx, []lake.DocumentID{id}, nil)
	if err != nil {
		return nil, fmt.Errorf("look up silver rows: %w", err)
	}
	others := map[lake.DocumentID]bool{}
	for _, row := range rows {
		for _, d := range row.Documents {
			others[d.Document] = d.Document != id
		}
	}
	maps.DeleteFunc(others, func(_ lake.DocumentID, other bool) bool { return !other })
	return slices.Sorted(maps.Keys(others)), nil
}

// fileNames are the names under which the document came, and those of the archives and mails that it came in.
func (n *Node) fileNames(ctx context.Context, id lake.DocumentID) ([]string, error) {
	origins, err := n.bronze.Origins(ctx, id)
	if err != nil && lake.CodeOf(err) != lake.CodeNotFound {
		return nil, err
	}
	var names []string
	for _, o := range origins {
		names = append(names, o.FileName)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// eraseQuarantine removes what a repair set aside and what may tell of the document: its objects, decisions on it, and tables.
func (n *Node) eraseQuarantine(ctx context.Context, id lake.DocumentID) error {
	var keys []lake.Key
	for info, err := range n.objects.List(ctx, lake.QuarantinePrefix) {
		if err != nil {
			return err
		}
		_, key, _ := strings.Cut(strings.TrimPrefix(string(info.Key), string(lake.QuarantinePrefix)), "/")
		mine := strings.Contains(key, string(id)) || !strings.HasPrefix(key, lake.BronzePrefix)
		if !mine && strings.HasPrefix(key, lake.DecisionPrefix) {
			content, err := n.objects.Get(ctx, info.Key)
			if err != nil {
				return err
			}
			mine = bytes.Contains(content, []byte(id))
		}
		if mine {
			keys = append(keys, info.Key)
		}
	}
	for _, key := range keys {
		if err := n.eraser.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func cannotErase() error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "pipeline: erase",
		Message: lake.Text{PL: "W tym jeziorze nie można niczego trwale usunąć.", EN: "Nothing can be erased from this lake."},
	}
}
