package verify

import (
	"context"
	"strings"

	"wattlake/lake"
)

// dropTable sets a table aside, and with a table of Silver all of Gold: versions begin anew, so Gold must too.
func (m *mending) dropTable(ctx context.Context, key lake.Key) error {
	prefixes := []lake.Key{lake.GoldPrefix}
	if !strings.HasPrefix(string(key), lake.GoldPrefix) {
		prefixes = append(prefixes, lake.SilverPrefix)
	}
	for _, prefix := range prefixes {
		if err := m.setAllAside(ctx, prefix); err != nil {
			return err
		}
	}
	return nil
}

func (m *mending) setAllAside(ctx context.Context, prefix lake.Key) error {
	var keys []lake.Key
	for info, err := range m.Objects.List(ctx, prefix) {
		if err != nil {
			return err
		}
		keys = append(keys, info.Key)
	}
	for _, key := range keys {
		if err := m.setAside(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// dropCheckpoint sets a checkpoint aside where the log tells everything without it; else the whole table.
func (m *mending) dropCheckpoint(ctx context.Context, key lake.Key) error {
	folder := key[:strings.LastIndexByte(string(key), '/')+1]
	_, err := m.Objects.Get(ctx, folder+"00000000000000000000.json")
	if lake.CodeOf(err) == lake.CodeNotFound && strings.HasSuffix(string(key), ".parquet") {
		return m.dropTable(ctx, key)
	}
	if err != nil && lake.CodeOf(err) != lake.CodeNotFound {
		return err
	}
	if err := m.setAside(ctx, folder+"_last_checkpoint"); err != nil {
		return err
	}
	return m.setAside(ctx, key)
}
