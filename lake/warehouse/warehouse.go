package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// The limits of DuckDB when Params does not say otherwise.
const (
	DefaultMemoryLimit = "1GB"
	DefaultThreads     = 2
)

const tempMode = 0o700

// Params is what a warehouse needs.
type Params struct {
	Store       delta.Store
	Root        string           // the lake's folder; "" if it is not a folder (see remote.go)
	TempDir     string           // for data files before they are put, and for what does not fit in memory; made if missing
	CacheDir    string           // copies of table files outlive the process here, if Root is ""; one folder per lake
	Clock       func() time.Time // of the commits
	NewID       func() string    // names of data files; random UUIDs if nil
	MemoryLimit string           // of DuckDB; DefaultMemoryLimit if empty
	Threads     int              // of DuckDB; DefaultThreads if 0
}

// Warehouse holds Silver and Gold of one lake. It is safe for concurrent use.
type Warehouse struct {
	p                     Params
	db                    *sql.DB
	temp                  string     // a folder of our own in TempDir
	builtWhole, builtPart int        // since it was opened
	write                 sync.Mutex // one commit at a time in this process; other processes are handled by Delta
	silver                *table
	register              registerTables
	spots                 spotIndex   // used under write
	models                string      // names the SQL of Gold
	macros, affected      string      // SQL that finds the part to compute after a change, and what it shares with the steps
	steps                 []string    // SQL that the Gold tables share
	gold                  []goldTable // in the order in which they are built
}

// Open starts DuckDB. It reads no table.
func Open(ctx context.Context, p Params) (*Warehouse, error) {
	if p.Store == nil || p.Clock == nil || p.TempDir == "" {
		return nil, errors.New("warehouse: open: Store, Clock and TempDir are needed")
	}
	if p.NewID == nil {
		p.NewID = uuid.NewString
	}
	if err := os.MkdirAll(p.TempDir, tempMode); err != nil {
		return nil, failed("open", err)
	}
	temp, err := os.MkdirTemp(p.TempDir, "duckdb-")
	if err != nil {
		return nil, failed("open", err)
	}
	db, err := openDuckDB(ctx, p, temp)
	if err != nil {
		return nil, errors.Join(failed("open", err), os.RemoveAll(temp))
	}
	w := &Warehouse{p: p, db: db, temp: temp}
	w.silver = w.newTable(lake.SilverTable, silverColumns)
	w.register = w.openRegister()
	if w.steps, w.gold, err = w.openGold(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// Close stops DuckDB and removes its temporary files.
func (w *Warehouse) Close() error { return errors.Join(w.db.Close(), os.RemoveAll(w.temp)) }

// openDuckDB opens a database in memory that loads no extension, reads no settings and cannot be told otherwise later.
func openDuckDB(ctx context.Context, p Params, temp string) (*sql.DB, error) {
	settings := []string{
		"SET autoinstall_known_extensions=false",
		"SET autoload_known_extensions=false",
		"SET temp_directory=" + quote(filepath.Join(temp, "spill")),
		"SET memory_limit=" + quote(cmp.Or(p.MemoryLimit, DefaultMemoryLimit)),
		fmt.Sprintf("SET threads=%d", cmp.Or(p.Threads, DefaultThreads)),
		"SET enable_external_file_cache=false", // the system caches files; DuckDB would keep those of every version that has gone
		"SET TimeZone='UTC'",
		"SET preserve_insertion_order=false",    // every order that matters is asked for; keeping the others takes memory and one thread
		"SET allocator_background_threads=true", // what a query took is given back though no other follows
		"SET allocator_flush_threshold='16MB'",
		"SET lock_configuration=true",
	}
	var once sync.Once
	connector, err := duckdb.NewConnector("", func(conn driver.ExecerContext) error {
		var err error
		once.Do(func() { // they hold for the whole database
			for _, s := range settings {
				if _, err = conn.ExecContext(ctx, s, nil); err != nil {
					err = fmt.Errorf("%s: %w", s, err)
					return
				}
			}
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("start DuckDB: %w", err)
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("start DuckDB: %w", err), db.Close())
	}
	return db, nil
}

// failed wraps an error of DuckDB or the disk for the border; errors that have a code already keep it.
func failed(verb string, err error) error {
	var coded *lake.Error
	if err == nil || errors.As(err, &coded) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &lake.Error{
		Code: lake.CodeInternal, Op: "warehouse: " + verb, Err: err,
		Message: lake.Text{PL: "Nie udało się odczytać albo zapisać tabel.", EN: "The tables could not be read or written."},
		Hint: lake.Text{
			PL: "Sprawdź wolne miejsce na dysku; tabele można odbudować poleceniem „replay --from silver”.",
			EN: "Check the free disk space; tables can be rebuilt with \"replay --from silver\".",
		},
	}
}
