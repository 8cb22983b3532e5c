package teamsync

import (
	"context"
	"errors"
	"iter"
	"slices"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
)

// commitBatch is how many documents are folded in one commit of the team's Silver.
const commitBatch = 4096

// commit brings the team's tables up to date with the facts, which were listed after Silver's version was read.
func (r *run) commit(ctx context.Context, base int64, facts []lake.ObjectInfo) error {
	r.meter.phase(pipeline.SyncTables)
	present, err := r.p.Tables.SilverVersion(ctx)
	if err != nil {
		return err
	}
	if present != base { // a long exchange: the facts of that version may not all be among ours
		return errMoved
	}
	changed, err := r.changed(ctx, base, facts)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		if base, err = r.fold(ctx, base, facts, changed); err != nil {
			return err
		}
	}
	r.report.Silver = base
	if err := r.register(ctx, facts); err != nil {
		return err
	}
	commits, err := r.p.Tables.BuildGold(ctx)
	r.report.Gold += len(commits)
	if lake.CodeOf(err) == warehouse.CodeCheckFailed { // the last good version stays, and bill_audit says so: no reason to hold documents back
		r.report.Warning, r.report.Hint = lake.Explain(err)
		return nil
	}
	return err
}

// fold commits the rows of the documents, some at a time; each commit leaves rows of whole documents.
func (r *run) fold(ctx context.Context, base int64, facts []lake.ObjectInfo, changed []lake.DocumentID) (int64, error) {
	catalogue := bronze.New(view{r.p.Local, facts})
	if err := catalogue.Scan(ctx); err != nil {
		return base, err
	}
	for chunk := range slices.Chunk(changed, commitBatch) {
		folded, err := pipeline.FoldAt(ctx, catalogue, r.p.Tables, base, chunk)
		if err != nil {
			return base, err
		}
		base = folded.Version
	}
	return base, nil
}

// registerPrefixes are where the decisions lie that are about no document but about what Gold joins.
var registerPrefixes = []lake.Key{
	lake.DecisionPrefix + lake.Key(lake.DecideFinding) + "/", lake.DecisionPrefix + lake.Key(lake.DecidePoint) + "/",
	lake.DecisionPrefix + lake.Key(lake.DecideUndo) + "/",
}

// register brings the team's register up to date, if it has one. Its commits replace whatever is there, so the decisions are
// listed once more afterwards: who has replaced newer ones sees it and begins anew.
func (r *run) register(ctx context.Context, facts []lake.ObjectInfo) error {
	var listed []lake.ObjectInfo
	for _, prefix := range registerPrefixes {
		listed = append(listed, under(facts, prefix)...)
	}
	if len(listed) == 0 {
		return nil
	}
	var decisions []lake.Decision
	for _, o := range listed {
		d, err := decision(ctx, view{r.p.Local, facts}, o.Key)
		if err != nil {
			return err
		}
		if d.Document == "" {
			decisions = append(decisions, d)
		}
	}
	if err := r.p.Tables.CommitRegister(ctx, lake.FoldRegister(decisions)); err != nil {
		return err
	}
	for _, prefix := range registerPrefixes {
		for info, err := range r.p.Team.List(ctx, prefix) {
			if err != nil {
				return err
			}
			if len(under(facts, info.Key)) == 0 && !r.refused(info.Key) {
				return errMoved
			}
		}
	}
	return nil
}

func (r *run) refused(key lake.Key) bool {
	return slices.ContainsFunc(r.report.Refused, func(s pipeline.SyncRefusal) bool { return s.Key == key })
}

// changed returns the documents whose facts are not in the team's Silver for sure. The index of the last sync is in it: that
// sync saw to it, and no commit takes anything back.
func (r *run) changed(ctx context.Context, base int64, facts []lake.ObjectInfo) ([]lake.DocumentID, error) {
	fresh, gone, _ := difference(facts, r.known.index)
	if !r.known.Folded || r.known.Program != r.p.Program || base < r.known.Silver || len(under(gone, lake.DecisionPrefix)) > 0 {
		fresh = facts // start from nothing
	}
	ids := documents(gone)
	for _, o := range fresh {
		switch key, _ := lake.ParseKey(o.Key); key.Kind {
		case lake.ParsedObject:
			ids = append(ids, key.Name.ID())
		case lake.DecisionObject:
			d, err := decision(ctx, view{r.p.Local, facts}, o.Key)
			if err != nil {
				return nil, err
			}
			if d.Document != "" {
				ids = append(ids, d.Document)
			}
		default: // nothing that rows are made of
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// documents returns what parse results are about.
func documents(facts []lake.ObjectInfo) []lake.DocumentID {
	var ids []lake.DocumentID
	for _, o := range under(facts, lake.ParsedPrefix) {
		key, _ := lake.ParseKey(o.Key)
		ids = append(ids, key.Name.ID())
	}
	return ids
}

// view is the team's Bronze as it was listed, read from the copies that are here.
type view struct {
	local pipeline.Objects
	facts []lake.ObjectInfo
}

// Get returns the object's content, checked against its name.
func (v view) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	content, err := getVerified(ctx, v.local, key)
	if errors.Is(err, errDamaged) {
		return nil, damagedHere(key, err)
	}
	return content, err
}

// List yields the listing that the view is made of.
func (v view) List(_ context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		for _, o := range under(v.facts, prefix) {
			if !yield(o, nil) {
				return
			}
		}
	}
}

var errViewOnly = errors.New("a listing cannot be written to")

// PutIfAbsent fails: the view is of what others are told as well.
func (view) PutIfAbsent(context.Context, lake.Key, []byte) (bool, error) { return false, errViewOnly }
