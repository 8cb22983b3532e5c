package delta

import (
	"context"

	"wattlake/lake"
)

// Deleter is a store that can delete. A missing object is no error.
type Deleter interface {
	Delete(ctx context.Context, key lake.Key) error
}
