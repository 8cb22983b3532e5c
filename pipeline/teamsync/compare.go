package teamsync

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/pipeline"
)

// parts are the folders of Bronze in key order; they are listed side by side.
var parts = []lake.Key{lake.DecisionPrefix, lake.FailurePrefix, lake.ReadPrefix, lake.ParsedPrefix, lake.RawPrefix}

// plan is the difference between here and the bucket.
type plan struct {
	push, pull []lake.ObjectInfo
	onOpen     pipeline.SyncCount // documents' bytes that stay in the bucket
	team       []lake.ObjectInfo  // the listing of the bucket, in key order
	doomed     []lake.Key         // what the bucket holds of erased documents
}

// moved is what an exchange has brought about.
type moved struct {
	pushed []lake.ObjectInfo
	pulled []lake.Key
	bad    map[lake.Key]bool // refused: as good as not there
}

// after returns what is in the bucket after the exchange, in key order, without what was refused.
func (p plan) after(m moved) []lake.ObjectInfo {
	facts := slices.Concat(p.team, m.pushed)
	facts = slices.DeleteFunc(facts, func(o lake.ObjectInfo) bool { return m.bad[o.Key] })
	slices.SortFunc(facts, byKey)
	return slices.CompactFunc(facts, func(a, b lake.ObjectInfo) bool { return a.Key == b.Key })
}

func byKey(a, b lake.ObjectInfo) int { return cmp.Compare(a.Key, b.Key) }

// compare lists both sides and plans what has to move.
func (r *run) compare(ctx context.Context) (plan, error) {
	here, there, err := r.listBoth(ctx)
	if err != nil {
		return plan{}, err
	}
	if len(there) == 0 && r.known.Seen > 0 && !r.options.Rejoin {
		return plan{}, emptied(r.p.Location, r.known.Seen)
	}
	erased, err := r.erased(ctx, here, there)
	if err != nil {
		return plan{}, err
	}
	here = slices.DeleteFunc(here, erased)
	_, candidates, _ := difference(here, there)
	doomed, err := r.doomed(ctx, here, there, candidates, erased)
	if err != nil {
		return plan{}, err
	}
	isDoomed := map[lake.Key]bool{}
	for _, key := range doomed {
		isDoomed[key] = true
	}
	there = slices.DeleteFunc(there, func(o lake.ObjectInfo) bool { return isDoomed[o.Key] })
	p := plan{team: there, doomed: doomed}
	r.report.Refused = nil
	onlyHere, onlyThere, both := difference(here, there)
	onlyThere = r.spelledOtherwise(onlyThere, here)
	for _, o := range both {
		r.report.Refused = append(r.report.Refused, pipeline.SyncRefusal{Key: o.Key, Reason: otherSize()})
	}
	if !r.readOnly {
		p.push = onlyHere
	}
	for _, o := range onlyThere {
		if key, _ := lake.ParseKey(o.Key); r.p.OnOpen && key.Kind == lake.RawObject {
			p.onOpen.Add(o.Size)
			continue
		}
		p.pull = append(p.pull, o)
	}
	return p, nil
}

func (r *run) listBoth(ctx context.Context) (here, there []lake.ObjectInfo, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		here, err = listBronze(ctx, r.p.Local)
		return err
	})
	group.Go(func() (err error) {
		there, err = listBronze(ctx, r.p.Team)
		return err
	})
	return here, there, group.Wait()
}

// listBronze lists what the rules of package lake name, in key order; other objects are none of our business.
func listBronze(ctx context.Context, objects pipeline.Objects) ([]lake.ObjectInfo, error) {
	lists := make([][]lake.ObjectInfo, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	for i, prefix := range parts {
		group.Go(func() error {
			for info, err := range objects.List(ctx, prefix) {
				if err != nil {
					return fmt.Errorf("list %s: %w", prefix, err)
				}
				if _, ok := lake.ParseKey(info.Key); ok {
					lists[i] = append(lists[i], info)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	all := slices.Concat(lists...)
	if !slices.IsSortedFunc(all, byKey) { // some servers list in an order of their own
		slices.SortFunc(all, byKey)
	}
	return all, nil
}

// difference compares two listings in key order; differ are the objects that have another size in b than in a.
func difference(a, b []lake.ObjectInfo) (onlyA, onlyB, differ []lake.ObjectInfo) {
	for len(a) > 0 && len(b) > 0 {
		switch c := byKey(a[0], b[0]); {
		case c < 0:
			onlyA, a = append(onlyA, a[0]), a[1:]
		case c > 0:
			onlyB, b = append(onlyB, b[0]), b[1:]
		default:
			if a[0].Size != b[0].Size {
				differ = append(differ, b[0])
			}
			a, b = a[1:], b[1:]
		}
	}
	return append(onlyA, a...), append(onlyB, b...), differ
}

// caseFolder is a store that may take keys for the same that differ in the case of letters only.
type caseFolder interface{ FoldsCase() bool }

// spelledOtherwise leaves out what is here under another spelling, where that is the same: the content is that which the key names.
func (r *run) spelledOtherwise(missing, here []lake.ObjectInfo) []lake.ObjectInfo {
	if local, can := r.p.Local.(caseFolder); !can || !local.FoldsCase() {
		return missing
	}
	spelled := map[string]bool{}
	for _, o := range here {
		spelled[strings.ToLower(string(o.Key))] = true
	}
	return slices.DeleteFunc(missing, func(o lake.ObjectInfo) bool { return spelled[strings.ToLower(string(o.Key))] })
}

// erased returns a predicate for objects of documents that were taken out for good: they are neither sent nor fetched, so
// that a copy which somebody still has does not bring them back.
func (r *run) erased(ctx context.Context, here, there []lake.ObjectInfo) (func(lake.ObjectInfo) bool, error) {
	facts := map[lake.DocumentID]*lake.Facts{}
	for side, list := range map[pipeline.Objects][]lake.ObjectInfo{r.p.Local: here, r.p.Team: there} {
		for _, kind := range []lake.DecisionKind{lake.DecideErased, lake.DecideRestore} {
			if kind == lake.DecideRestore && len(facts) == 0 {
				continue // nothing that it could undo
			}
			if err := loadDecisions(ctx, side, list, kind, facts); err != nil {
				return nil, err
			}
		}
	}
	gone := map[lake.DocumentID]bool{}
	for id, f := range facts {
		gone[id] = f.Erased()
	}
	return func(o lake.ObjectInfo) bool {
		key, _ := lake.ParseKey(o.Key)
		return key.Kind != lake.DecisionObject && gone[key.Name.ID()]
	}, nil
}

// loadDecisions adds the decisions of a kind to the facts that they are about.
func loadDecisions(ctx context.Context, objects pipeline.Objects, list []lake.ObjectInfo, kind lake.DecisionKind, facts map[lake.DocumentID]*lake.Facts) error {
	for _, o := range under(list, lake.DecisionPrefix+lake.Key(kind)+"/") {
		d, err := decision(ctx, objects, o.Key)
		if lake.CodeOf(err) == lake.CodeNotFound || errors.Is(err, errDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		if facts[d.Document] == nil {
			facts[d.Document] = &lake.Facts{ID: d.Document}
		}
		facts[d.Document].Decisions = append(facts[d.Document].Decisions, d)
	}
	return nil
}

func decision(ctx context.Context, objects pipeline.Objects, key lake.Key) (lake.Decision, error) {
	content, err := getVerified(ctx, objects, key)
	if err != nil {
		return lake.Decision{}, err
	}
	var d lake.Decision
	if err := json.Unmarshal(content, &d); err != nil {
		return lake.Decision{}, fmt.Errorf("decision %s: %w: %w", key, errDamaged, err)
	}
	d.Content = lake.NewContentID(content)
	return d, nil
}

// under returns the part of a listing that begins with the prefix.
func under(list []lake.ObjectInfo, prefix lake.Key) []lake.ObjectInfo {
	from, _ := slices.BinarySearchFunc(list, prefix, func(o lake.ObjectInfo, p lake.Key) int { return cmp.Compare(o.Key, p) })
	to := from
	for to < len(list) && len(list[to].Key) >= len(prefix) && list[to].Key[:len(prefix)] == prefix {
		to++
	}
	return list[from:to]
}
