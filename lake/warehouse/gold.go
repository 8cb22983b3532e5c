package warehouse

import (
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

// noVersion stands for "there is none".
const noVersion = -1

// CodeCheckFailed is the code of a Gold table that broke one of its own rules; its previous version stays.
const CodeCheckFailed lake.Code = "gold_check_failed"

// goldTable is a Gold table with the SQL that computes it.
type goldTable struct {
	*table
	name   string
	create string // makes the temporary table new_{name}
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
		tables = append(tables, goldTable{w.newTable(lake.Key(lake.GoldPrefix+m.name), m.columns), m.name, create, checks})
		all.WriteString(create)
	}
	w.models = string(lake.NewContentID([]byte(all.String())))
	return shared, tables, nil
}

// GoldBuiltFrom returns the Silver version that the present Gold was built from, -1 if there is none or some other engine
// changed the tables.
func (w *Warehouse) GoldBuiltFrom(ctx context.Context) (int64, error) {
	snapshot, err := w.gold[len(w.gold)-1].log.Snapshot(ctx)
	if err != nil {
		return 0, failed("gold version", err)
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

// BuildGold computes every Gold table from Silver's present version and commits those that changed. All checks pass
// before the first commit. The last table gets a commit, if only to name the Silver version, whenever Silver has a newer
// one; it is not reported unless its rows changed. Nothing is replaced that was built from a newer Silver version.
func (w *Warehouse) BuildGold(ctx context.Context) (commits []lake.TableCommit, err error) {
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return nil, failed("build gold", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || snapshot.Version < 0 {
		return nil, failed("build gold", err)
	}
	if present, err := w.goldIsPresent(ctx, snapshot.Version); err != nil || present {
		return nil, failed("build gold", err)
	}
	if err := w.compute(ctx, conn, snapshot); err != nil {
		return nil, failed("build gold", err)
	}
	for i, g := range w.gold {
		// Where others build too, every table names its Silver version, so that none can go back to an older one.
		version, changed, err := g.commit(ctx, conn, snapshot.Version, w.remote() || i == len(w.gold)-1)
		if err != nil {
			return commits, failed("build gold", err)
		}
		if changed {
			commits = append(commits, lake.TableCommit{
				Table: string(g.log.Root()), Version: version, SilverVersion: snapshot.Version,
			})
		}
	}
	_ = w.prune(ctx) // the tables are built; the next build prunes again
	return commits, nil
}

// goldIsPresent reports whether this SQL built Gold from this Silver version already, and nobody else changed it since.
func (w *Warehouse) goldIsPresent(ctx context.Context, silver int64) (bool, error) {
	for i, g := range w.gold {
		snapshot, err := g.log.Snapshot(ctx)
		if err != nil {
			return false, err
		}
		last := i == len(w.gold)-1
		if builtFrom(snapshot) == noVersion || last && (builtFrom(snapshot) != silver || !w.sameModels(snapshot)) {
			return false, nil
		}
	}
	return true, nil
}

func (w *Warehouse) sameModels(snapshot delta.Snapshot) bool {
	return snapshot.Info.Parameters[modelsParameter] == w.models
}

// compute makes the temporary tables of all models from one Silver snapshot and runs their checks.
func (w *Warehouse) compute(ctx context.Context, conn *sql.Conn, silver delta.Snapshot) error {
	relation, err := w.silver.rows(ctx, silver.Files)
	if err != nil {
		return err
	}
	if err := execAll(ctx, conn, "CREATE OR REPLACE TEMP VIEW silver AS FROM "+relation); err != nil {
		return err
	}
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
		Code: CodeCheckFailed, Op: "warehouse: build gold",
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

// commit replaces the years whose rows differ from what was computed. With always it commits the Silver version even if
// no rows differ.
func (g goldTable) commit(ctx context.Context, conn *sql.Conn, silver int64, always bool) (version int64, changed bool, err error) {
	err = retry(ctx, func() error {
		snapshot, err := g.log.Snapshot(ctx)
		if err != nil {
			return err
		}
		version, changed = snapshot.Version, false
		if builtFrom(snapshot) > silver {
			return nil // another process was faster with newer facts
		}
		years, err := g.changedYears(ctx, conn, snapshot)
		if err != nil {
			return err
		}
		if len(years) == 0 && snapshot.Version >= 0 && (!always || builtFrom(snapshot) == silver && g.w.sameModels(snapshot)) {
			return nil
		}
		changed = len(years) > 0 || snapshot.Version < 0
		version, err = g.replaceYears(ctx, conn, snapshot, silver, years)
		return err
	})
	return version, changed, err
}

// changedYears lists the years whose committed rows differ from the computed ones.
func (g goldTable) changedYears(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot) ([]int, error) {
	relation, err := g.rows(ctx, snapshot.Files)
	if err != nil {
		return nil, err
	}
	columns := names(schemaOf(g.columns).Fields)
	return scanAll[int](ctx, conn, fmt.Sprintf(`SELECT DISTINCT year FROM (
			(SELECT %[1]s FROM %[2]s EXCEPT ALL SELECT %[1]s FROM %[3]s) UNION ALL
			(SELECT %[1]s FROM %[3]s EXCEPT ALL SELECT %[1]s FROM %[2]s)
		) ORDER BY year`, columns, relation, g.computed()))
}

func (g goldTable) replaceYears(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot, silver int64, years []int) (int64, error) {
	commit := delta.Commit{
		ReadVersion: snapshot.Version, Operation: "WRITE", Metadata: g.metadata(snapshot), DataChange: true, Time: g.w.p.Clock(),
		Parameters: map[string]string{"mode": "Overwrite", silverVersionParameter: strconv.FormatInt(silver, 10), modelsParameter: g.w.models},
	}
	columns := names(g.columns)
	for _, year := range years {
		file, count, err := g.put(ctx, conn, year, fmt.Sprintf("SELECT %s FROM %s WHERE year = %d ORDER BY ALL", columns, g.computed(), year))
		if err != nil {
			return 0, err
		}
		commit.Remove = append(commit.Remove, filesOfYear(snapshot.Files, year)...)
		if count > 0 {
			commit.Add = append(commit.Add, file)
		}
	}
	return g.log.Commit(ctx, commit)
}

// computed is the temporary table that the model makes.
func (g goldTable) computed() string { return ident("new_" + g.name) }
