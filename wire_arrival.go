package main

import (
	"context"

	"wattlake/lake"
)

// teamArrival tells whether an object is in the team's bucket; nil if there is no bucket.
func teamArrival(context.Context) func(ctx context.Context, key lake.Key) (bool, error) { return nil }
