package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// silverVersionParameter names, in every Gold commit, the Silver version that the table was built from.
const silverVersionParameter = "silverVersion"

// modelsParameter names, in every Gold commit, the SQL that computed it: another release may compute something else.
const modelsParameter = "models"

// The rest of what a Gold commit names: which table Silver was, and the versions of the register.
const (
	silverTableParameter = "silverTable"
	pointsParameter      = "points"
	acceptedParameter    = "acceptedFindings"
)

// noVersion stands for "there is none".
const noVersion = -1

// CodeCheckFailed is the code of a Gold table that broke one of its own rules; its previous version stays.
const CodeCheckFailed lake.Code = "gold_check_failed"

// goldTable is a Gold table with the SQL that computes it.
type goldTable struct {
	*table
	name   string
	part   string // see model
	order  string // see model
	ranks  string // see model; order if there are none
	create string // makes new_{name}
	checks []check
}

// openGold returns the shared steps and the tables in the order in which they are built.
func (w *Warehouse) openGold() (shared []string, tables []goldTable, err error) {
	var all strings.Builder
	for _, step := range steps {
		create, _, err := source(step)
		if err != nil {
			return nil, nil, err
		}
		shared = append(shared, create)
		all.WriteString(create)
	}
	for _, m := range goldModels {
		create, checks, err := source(m.name)
		if err != nil {
			return nil, nil, err
		}
		tables = append(tables, goldTable{w.newTable(lake.Key(lake.GoldPrefix+m.name), m.columns), m.name, m.part, m.order, cmp.Or(m.ranks, m.order), create, checks})
		all.WriteString(create)
	}
	if w.affected, _, err = source("step_0_affected"); err != nil {
		return nil, nil, err
	}
	if w.macros, _, err = source(macros); err != nil {
		return nil, nil, err
	}
	all.WriteString(w.macros)
	w.models = string(lake.NewContentID([]byte(all.String())))
	return shared, tables, nil
}

// GoldBuiltFrom returns the Silver version that the present Gold was built from; -1 if there is none, some other engine
// changed the tables, or they are out of date for another reason: the register has changed, or this release computes
// something else.
func (w *Warehouse) GoldBuiltFrom(ctx context.Context) (int64, error) {
	snapshot, err := w.gold[len(w.gold)-1].log.Snapshot(ctx)
	if err != nil {
		return 0, failed("gold version", err)
	}
	b, err := w.basis(ctx)
	if err != nil {
		return 0, failed("gold version", err)
	}
	if !b.sameButSilver(snapshot) {
		return noVersion, nil
	}
	return builtFrom(snapshot), nil
}

// builtFrom returns the Silver version that a Gold table's snapshot was built from.
func builtFrom(snapshot delta.Snapshot) int64 {
	version, err := strconv.ParseInt(snapshot.Info.Parameters[silverVersionParameter], 10, 64)
	if err != nil || snapshot.Version < 0 {
		return noVersion
	}
	return version
}

// BuildGold brings every Gold table up to Silver's present version and commits those that changed. Where the last build
// tells from what it was made, only the part is computed that later changes of Silver can touch; the result is the same
// as that of [Warehouse.RebuildGold]. All checks pass before the first commit. The last table gets a commit, if only to
// name the Silver version, whenever Silver has a newer one; it is not reported unless its rows changed. Nothing is
// replaced that was built from a newer Silver version.
func (w *Warehouse) BuildGold(ctx context.Context) ([]lake.TableCommit, error) {
	return w.build(ctx, func(ctx context.Context, conn *sql.Conn, b basis) ([]lake.TableCommit, error) {
		if present, err := w.goldIsPresent(ctx, b); err != nil || present {
			return nil, err
		}
		commits, err := w.buildPart(ctx, conn, b)
		if !errors.Is(err, errWhole) {
			return commits, err
		}
		return w.buildWhole(ctx, conn, b)
	})
}

// RebuildGold computes all of Gold from Silver's present version, whatever the tables hold.
func (w *Warehouse) RebuildGold(ctx context.Context) ([]lake.TableCommit, error) {
	return w.build(ctx, w.buildWhole)
}

func (w *Warehouse) build(
	ctx context.Context, how func(context.Context, *sql.Conn, basis) ([]lake.TableCommit, error),
) (commits []lake.TableCommit, err error) {
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return nil, failed("build gold", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	b, err := w.basis(ctx)
	if err != nil || b.silver.Version < 0 {
		return nil, failed("build gold", err)
	}
	defer func() { _ = dropComputed(context.WithoutCancel(ctx), conn) }() // the next build replaces what is left
	if commits, err = how(ctx, conn, b); err != nil {
		return commits, failed("build gold", errors.Join(err, w.raise(ctx, conn, err)))
	}
	_ = w.prune(ctx) // the tables are built; the next build prunes again
	return commits, nil
}

// basis is what Gold is computed from.
type basis struct {
	silver           delta.Snapshot
	points, accepted string // versions of the register
	models           string // names the SQL
}

func (w *Warehouse) basis(ctx context.Context) (b basis, err error) {
	b.models = w.models
	if b.silver, err = w.silver.log.Snapshot(ctx); err != nil {
		return basis{}, err
	}
	b.points, b.accepted, err = w.register.versions(ctx)
	return b, err
}

// parameters name the basis in a commit.
func (b basis) parameters() map[string]string {
	return map[string]string{
		"mode": "Overwrite", silverVersionParameter: strconv.FormatInt(b.silver.Version, 10), silverTableParameter: b.silver.Metadata.ID,
		modelsParameter: b.models, pointsParameter: b.points, acceptedParameter: b.accepted,
	}
}

// sameButSilver reports whether the snapshot was built from this register by this SQL.
func (b basis) sameButSilver(snapshot delta.Snapshot) bool {
	p := snapshot.Info.Parameters
	return p[modelsParameter] == b.models && p[pointsParameter] == b.points && p[acceptedParameter] == b.accepted
}

// same reports whether the snapshot was built from exactly this.
func (b basis) same(snapshot delta.Snapshot) bool {
	return b.sameButSilver(snapshot) && builtFrom(snapshot) == b.silver.Version &&
		snapshot.Info.Parameters[silverTableParameter] == b.silver.Metadata.ID
}

// goldIsPresent reports whether Gold was built from this already, and nobody else changed it since.
func (w *Warehouse) goldIsPresent(ctx context.Context, b basis) (bool, error) {
	for i, g := range w.gold {
		snapshot, err := g.log.Snapshot(ctx)
		if err != nil {
			return false, err
		}
		if builtFrom(snapshot) == noVersion || i == len(w.gold)-1 && !b.same(snapshot) {
			return false, nil
		}
	}
	return true, nil
}

// buildWhole computes everything and commits the years that differ.
func (w *Warehouse) buildWhole(ctx context.Context, conn *sql.Conn, b basis) ([]lake.TableCommit, error) {
	w.builtWhole++
	if err := w.compute(ctx, conn, b.silver); err != nil {
		return nil, err
	}
	return w.commitGold(b, func(g goldTable, always bool) (int64, bool, error) {
		return g.commit(ctx, conn, b, always)
	})
}

// commitGold commits table after table.
func (w *Warehouse) commitGold(b basis, commit func(g goldTable, always bool) (version int64, changed bool, err error)) (commits []lake.TableCommit, err error) {
	for i, g := range w.gold {
		// Where others build too, every table names its Silver version, so that none can go back to an older one.
		version, changed, err := commit(g, w.remote() || i == len(w.gold)-1)
		if err != nil {
			return commits, err
		}
		if changed {
			commits = append(commits, lake.TableCommit{Table: string(g.log.Root()), Version: version, SilverVersion: b.silver.Version})
		}
	}
	return commits, nil
}

// compute makes the temporary tables of all models from one Silver snapshot and runs their checks.
func (w *Warehouse) compute(ctx context.Context, conn *sql.Conn, silver delta.Snapshot) error {
	relation, err := w.silver.relation(ctx, silver)
	if err != nil {
		return err
	}
	if err := w.stage(ctx, conn); err != nil {
		return err
	}
	if err := execAll(ctx, conn, "CREATE OR REPLACE TEMP VIEW all_silver AS FROM "+relation,
		"CREATE OR REPLACE TEMP VIEW silver AS FROM all_silver"); err != nil {
		return err
	}
	return w.runModels(ctx, conn)
}

// stage makes what the models need besides Silver, for a build of the whole.
func (w *Warehouse) stage(ctx context.Context, conn *sql.Conn) error {
	if err := w.register.stage(ctx, conn); err != nil {
		return err
	}
	return execAll(ctx, conn, w.macros,
		"CREATE OR REPLACE TEMP TABLE affected_spots (spot UBIGINT, first DATE)",
		"CREATE OR REPLACE TEMP TABLE earlier_months (ppe VARCHAR, month DATE, consumption_kwh DECIMAL(18,3), net_per_kwh DECIMAL(18,6))")
}

// runModels runs the shared steps, the models and their checks on what was staged.
func (w *Warehouse) runModels(ctx context.Context, conn *sql.Conn) error {
	for i, step := range w.steps {
		if _, err := conn.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("gold %s: %w", steps[i], err)
		}
	}
	for _, g := range w.gold {
		if err := g.build(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

// dropComputed gives back the memory of the temporary tables.
func dropComputed(ctx context.Context, conn *sql.Conn) error {
	drops, err := scanAll[string](ctx, conn, `SELECT 'DROP TABLE IF EXISTS temp."' || table_name || '"' FROM duckdb_tables() WHERE temporary`)
	if err != nil {
		return err
	}
	return execAll(ctx, conn, drops...)
}

// build runs the model and its checks.
func (g goldTable) build(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, g.create); err != nil {
		return fmt.Errorf("gold model %s: %w", g.name, err)
	}
	for _, c := range g.checks {
		broken, err := scanOne[int64](ctx, conn, "SELECT count(*) FROM ("+c.query+")")
		if err != nil {
			return fmt.Errorf("check %q of %s: %w", c.name, g.name, err)
		}
		if broken > 0 {
			return checkFailed(g.name, c.name, broken)
		}
	}
	return nil
}

func checkFailed(table, name string, rows int64) error {
	return &lake.Error{
		Code: CodeCheckFailed, Op: "warehouse: build gold", Err: fmt.Errorf("check %q of %s", name, table),
		Message: lake.Text{
			PL: fmt.Sprintf("Tabela %s nie przeszła kontroli „%s” (wierszy: %d). Została poprzednia wersja.", table, name, rows),
			EN: fmt.Sprintf("The table %s failed its check %q (%d rows). The previous version stays.", table, name, rows),
		},
		Hint: lake.Text{
			PL: "Zgłoś to autorom programu razem z wynikiem polecenia „verify”.",
			EN: "Report it to the authors of the program together with the output of \"verify\".",
		},
	}
}
