package warehouse

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/delta"
)

const (
	extentMonths  = "SELECT DISTINCT coalesce(month::VARCHAR, '') FROM (SELECT month FROM monthly_energy_costs UNION ALL SELECT month FROM consumption_per_ppe)"
	extentSellers = "SELECT DISTINCT seller_name FROM monthly_energy_costs WHERE seller_name <> ''"
	extentOthers  = "SELECT count(*) FROM corrections_vs_originals"
	extentPoints  = `SELECT ppe, max(point_name) AS point_name, max(point_group) AS point_group FROM (
    SELECT ppe, point_name, point_group FROM monthly_energy_costs UNION ALL SELECT ppe, point_name, point_group FROM consumption_per_ppe
) WHERE ppe <> '' GROUP BY ppe`
)

var namedPointColumns = []delta.Field{column("ppe", delta.String), column("point_name", delta.String), column("point_group", delta.String)}

// Extent tells what the Gold tables have figures about.
func (w *Warehouse) Extent(ctx context.Context) (e lake.Extent, err error) {
	var months []string
	var others []int64
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { months, err = valuesOf[string](ctx, w, extentMonths); return err })
	group.Go(func() (err error) { e.Sellers, err = valuesOf[string](ctx, w, extentSellers); return err })
	group.Go(func() (err error) { others, err = valuesOf[int64](ctx, w, extentOthers); return err })
	group.Go(func() (err error) {
		e.Points, _, err = ask[lake.NamedPoint](ctx, w, lake.MetricFilter{}, extentPoints, "ORDER BY ppe", namedPointColumns)
		return err
	})
	if err := group.Wait(); err != nil {
		return lake.Extent{}, failed("look at the metrics", err)
	}
	for _, month := range months {
		day, err := lake.ParseDate(month)
		if err != nil {
			return lake.Extent{}, failed("look at the metrics", err)
		}
		e.Months = append(e.Months, day)
	}
	slices.SortFunc(e.Months, lake.Date.Compare)
	slices.Sort(e.Sellers)
	for _, p := range e.Points {
		if p.Group != "" && !slices.Contains(e.Groups, p.Group) {
			e.Groups = append(e.Groups, p.Group)
		}
	}
	slices.Sort(e.Groups)
	e.Empty = len(months) == 0 && others[0] == 0
	return e, nil
}

// valuesOf returns the one column of a query's answer.
func valuesOf[T any](ctx context.Context, w *Warehouse, query string) ([]T, error) {
	query, err := w.complete(ctx, lake.MetricFilter{}, query)
	if err != nil {
		return nil, err
	}
	return scanAll[T](ctx, w.db, query)
}
