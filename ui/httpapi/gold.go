package httpapi

import (
	"context"

	"wattlake/lake"
	"wattlake/ui/present"
)

// goldInput narrows a Gold table.
type goldInput struct {
	From string `query:"from" pattern:"^([0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" doc:"First month, or any day of it"`
	To   string `query:"to" pattern:"^([0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" doc:"Last month, or any day of it"`
	PPE  string `query:"ppe" maxLength:"40" doc:"Only this metering point"`
}

// goldOutput is an array of rows named as the columns of the Gold table.
type goldOutput[Row any] struct {
	Body []Row `nullable:"false"`
}

// gold makes the handler of one Gold table.
func gold[Row any](load func(context.Context, lake.MetricFilter) ([]Row, error)) func(context.Context, *goldInput) (*goldOutput[Row], error) {
	return func(ctx context.Context, in *goldInput) (*goldOutput[Row], error) {
		filter, err := present.NewMetricFilter(in.From, in.To, in.PPE)
		if err != nil {
			return nil, err
		}
		rows, err := load(ctx, filter)
		if err != nil {
			return nil, err
		}
		if rows == nil {
			rows = []Row{}
		}
		return &goldOutput[Row]{Body: rows}, nil
	}
}
