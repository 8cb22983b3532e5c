package teamsync

import (
	"context"
	"errors"
	"slices"
	"time"

	"wattlake/lake"
)

// doomed lists what the bucket still holds of erased documents: their objects, and decisions on them. A decision that is on both
// sides is left: it goes once the erasure is through here.
func (r *run) doomed(ctx context.Context, here, there, onlyThere []lake.ObjectInfo, erased func(lake.ObjectInfo) bool) ([]lake.Key, error) {
	var keys []lake.Key
	for _, o := range there {
		if erased(o) {
			keys = append(keys, o.Key)
		}
	}
	if !slices.ContainsFunc(there, isErasure) && !slices.ContainsFunc(here, isErasure) {
		return keys, nil
	}
	for _, o := range under(onlyThere, lake.DecisionPrefix) {
		if isErasure(o) {
			continue
		}
		d, err := decision(ctx, r.p.Team, o.Key)
		if lake.CodeOf(err) == lake.CodeNotFound || errors.Is(err, errDamaged) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if d.Document != "" && erased(lake.ObjectInfo{Key: lake.RawKey(lake.NewName("x", d.Document), ".pdf")}) {
			keys = append(keys, o.Key)
		}
	}
	return keys, nil
}

// isErasure reports whether the object is a decision that keeps a document out, or lets it in again: those stay.
func isErasure(o lake.ObjectInfo) bool {
	list := []lake.ObjectInfo{o}
	return len(under(list, lake.DecisionPrefix+lake.Key(lake.DecideErased)+"/"))+len(under(list, lake.DecisionPrefix+lake.Key(lake.DecideRestore)+"/")) > 0
}

// eraseThere takes what is doomed out of the bucket for good, versions included, after every older version of the tables: while
// an object is there, an interrupted erasure is seen and done again.
func (r *run) eraseThere(ctx context.Context, keys []lake.Key) error {
	if len(keys) == 0 || !r.writesTables() {
		return nil
	}
	if tables, can := r.p.Tables.(interface {
		Purge(ctx context.Context, now time.Time) error
	}); can {
		if err := tables.Purge(ctx, r.p.Clock()); err != nil {
			return err
		}
	}
	for _, key := range keys {
		if err := r.eraseOne(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) eraseOne(ctx context.Context, key lake.Key) error {
	switch store := r.p.Team.(type) {
	case interface {
		Erase(ctx context.Context, key lake.Key) error
	}:
		return store.Erase(ctx, key)
	case interface {
		Delete(ctx context.Context, key lake.Key) error
	}:
		return store.Delete(ctx, key)
	}
	return nil
}
