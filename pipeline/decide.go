package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// Retry gives documents that failed or were put off another try; none named means all of them.
func (n *Node) Retry(ctx context.Context, ids []lake.DocumentID) error {
	if err := n.awaitResumed(ctx); err != nil {
		return err
	}
	if len(ids) == 0 {
		ids = n.bronze.Documents()
	}
	for _, id := range ids {
		if err := n.retry(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) retry(ctx context.Context, id lake.DocumentID) error {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return err
	}
	switch facts.Status() {
	case lake.Failed:
		decision := lake.Decision{Kind: lake.DecideRetry, Author: n.author, Document: id}
		for _, f := range facts.OpenFailures() {
			decision.Failures = append(decision.Failures, f.Content)
		}
		if err := n.decide(ctx, decision); err != nil {
			return err
		}
	case lake.Waiting:
		if s, active := n.tracker.step(id); active && n.runs(s.stage) {
			return nil // its turn comes
		}
	default:
		return nil
	}
	event, ok, err := n.missing(ctx, id, nil)
	if err != nil || !ok {
		return err
	}
	if n.ledger != nil && !n.runs(consumerOf(event.Topic)) {
		if err := n.ledger.Again(event.ID); err != nil {
			return err
		}
	}
	return n.announce(ctx, event)
}

// Delete takes documents out of all tables; their objects stay and [Node.Restore] brings them back.
func (n *Node) Delete(ctx context.Context, ids []lake.DocumentID) error {
	return n.decideEach(ctx, lake.DecideDelete, n.author, ids)
}

// Restore undoes Delete.
func (n *Node) Restore(ctx context.Context, ids []lake.DocumentID) error {
	return n.decideEach(ctx, lake.DecideRestore, n.author, ids)
}

// Approve says that the invoices of the documents are right as they stand.
func (n *Node) Approve(ctx context.Context, ids []lake.DocumentID) error {
	return n.ApproveAs(ctx, n.author, ids)
}

// ApproveAs is Approve in the name of somebody who asked from elsewhere.
func (n *Node) ApproveAs(ctx context.Context, author string, ids []lake.DocumentID) error {
	return n.approve(ctx, author, ids, func(lake.Facts) error { return nil })
}

// approve approves all documents, or none if a check of one of them fails.
func (n *Node) approve(ctx context.Context, author string, ids []lake.DocumentID, check func(lake.Facts) error) error {
	if err := n.decidable(ids); err != nil {
		return err
	}
	decisions := make([]lake.Decision, len(ids))
	for i, id := range ids {
		d, facts, err := n.withFigures(ctx, lake.Decision{Kind: lake.DecideApprove, Author: author, Document: id})
		if err == nil {
			err = check(facts)
		}
		if err != nil {
			return err
		}
		decisions[i] = d
	}
	return n.decideAll(ctx, decisions)
}

// decideEach records the decision on each document and folds the affected rows again.
func (n *Node) decideEach(ctx context.Context, kind lake.DecisionKind, author string, ids []lake.DocumentID) error {
	if err := n.decidable(ids); err != nil {
		return err
	}
	decisions := make([]lake.Decision, len(ids))
	for i, id := range ids {
		decisions[i] = lake.Decision{Kind: kind, Author: author, Document: id}
		if kind == lake.DecideRestore {
			decisions[i].Undoes = n.bronze.Erasures(id)
		}
	}
	return n.decideAll(ctx, decisions)
}

// decidable refuses documents that are being processed: their actions are locked until they are through. Folding an earlier decision
// is no reason to wait: whoever undoes at once what they have just done must not be turned away.
func (n *Node) decidable(ids []lake.DocumentID) error {
	if slices.ContainsFunc(ids, n.tracker.beingRead) {
		return busy()
	}
	if unknown := slices.IndexFunc(ids, func(id lake.DocumentID) bool { return len(n.bronze.ToErase(id)) == 0 && !n.bronze.Erased(id) }); unknown >= 0 {
		return notFound(string(ids[unknown]))
	}
	return nil
}

func (n *Node) decideAll(ctx context.Context, decisions []lake.Decision) error {
	for _, d := range decisions {
		if err := n.decide(ctx, d); err != nil {
			return err
		}
		if err := n.afterDecision(ctx, d.Document); err != nil {
			return err
		}
	}
	return nil
}

// withFigures adds to a decision what figures there are, and returns the facts that say so. Without any it is refused: it would be good
// for whatever is read later.
func (n *Node) withFigures(ctx context.Context, d lake.Decision) (lake.Decision, lake.Facts, error) {
	facts, err := n.bronze.Facts(ctx, d.Document)
	if err != nil {
		return d, facts, err
	}
	d.Figures = silver.Figures(facts)
	if d.Part != 0 {
		maps.DeleteFunc(d.Figures, func(part int, _ lake.ContentID) bool { return part != d.Part })
	}
	if len(d.Figures) == 0 {
		return d, facts, nothingRead(n.bronze.FileName(d.Document))
	}
	return d, facts, nil
}

func nothingRead(file string) error {
	return &lake.Error{
		Code: lake.CodeConflict, Op: "pipeline: decide",
		Message: lake.Text{PL: "W pliku „" + file + "” nie odczytano żadnej faktury.", EN: "No invoice has been read in “" + file + "”."},
		Hint:    lake.Text{PL: "Poczekaj na odczyt albo spróbuj ponownie: wattlake retry.", EN: "Wait until it is read, or try again: wattlake retry."},
	}
}

// afterDecision wakes the stage that the decision matters to.
func (n *Node) afterDecision(ctx context.Context, id lake.DocumentID) error {
	if len(n.bronze.Artefacts(id).Parsed) > 0 {
		event, err := n.eventAbout(ctx, lake.TopicParsed, id, false)
		if err != nil {
			return err
		}
		return n.announce(ctx, event)
	}
	n.send(Change{Document: id, Tables: true})
	return n.resume(ctx, id)
}

// decide makes a decision durable.
func (n *Node) decide(ctx context.Context, d lake.Decision) error {
	d.Lamport = n.bronze.NextLamport()
	d.At = n.clock().UTC().Format(time.RFC3339)
	content, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode decision: %w", err)
	}
	if _, err := n.bronze.Put(ctx, lake.DecisionKey(d.Kind, d.Lamport, content), content); err != nil {
		return fmt.Errorf("store decision: %w", err)
	}
	return nil
}
