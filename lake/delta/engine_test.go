package delta_test

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	gocmp "github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
	"wattlake/lake/store/storetest"
)

// pythonVariable names a Python interpreter that has deltalake, polars and pyarrow.
const pythonVariable = "WATTLAKE_TEST_DELTALAKE"

// engines is a table in a folder that DuckDB, through our log, and the engines of testdata/engine.py work on.
type engines struct {
	*testing.T
	python  string
	folder  string // where each object is a file under its key
	address string // of the same for the engines: the folder, or the bucket
	objects storetest.Objects
	suffix  string // of data files
	db      *sql.DB
	table   *delta.Table
}

type row struct {
	Number string  `json:"number"`
	Net    *string `json:"net"`
	Date   *string `json:"issue_date"`
	Points []point `json:"points"`
	Year   *int    `json:"year"`
}

type point struct {
	PPE *string `json:"ppe"`
	KWh *string `json:"kwh"`
}

func newEngines(t *testing.T, place func(*engines)) *engines {
	t.Helper()
	python, named := os.LookupEnv(pythonVariable)
	if !named {
		python = "python3"
	}
	if output, err := exec.CommandContext(t.Context(), python, "testdata/engine.py", "check").CombinedOutput(); err != nil {
		if named {
			t.Fatalf("%s: %v\n%s", python, err, output)
		}
		t.Skipf("%s is not set and python3 has no deltalake, polars and pyarrow", pythonVariable)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	e := &engines{T: t, python: python, db: db}
	place(e)
	e.table = e.open()
	return e
}

// inFolder has the table lie on disk.
func inFolder(e *engines) {
	e.folder = e.TempDir()
	e.address, e.objects, e.suffix = e.folder, newDir(e.T, e.folder), " żółć 100%.parquet"
}

// inBucket has the table lie on a real S3 server, which the engines open without our help. Its files have plain names,
// since polars looks for odd ones under a name that is encoded twice.
func inBucket(e *engines) {
	server := storetest.StartS3(e.T, false)
	e.folder, e.address, e.objects, e.suffix = server.Folder, "s3://"+storetest.S3Bucket, server.Open(e.T, nil), ".parquet"
	e.Setenv("AWS_ENDPOINT_URL", server.Endpoint)
	e.Setenv("AWS_ALLOW_HTTP", "true")
}

// open returns the table as a program that has just started sees it.
func (e *engines) open() *delta.Table {
	e.Helper()
	return delta.Open(e.objects, root, delta.WithCheckpoints(checkpoint.New(e.db, e.TempDir())), delta.OnCheckpointFailure(func(err error) { e.Error(err) }))
}

func (e *engines) run(verb string, arguments ...string) []byte {
	e.Helper()
	arguments = append([]string{"testdata/engine.py", verb, e.address + "/" + string(root)}, arguments...)
	command := exec.CommandContext(e.Context(), e.python, arguments...)
	var problems strings.Builder
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		e.Fatalf("%s: %v\n%s", verb, err, problems.String())
	}
	return output
}

// put writes one row as a Parquet file and returns it for a commit.
func (e *engines) put(number string, year int) delta.File {
	e.Helper()
	name := fmt.Sprintf("year=%d/%s%s", year, strings.ReplaceAll(number, " ", "-"), e.suffix)
	temp := filepath.Join(e.TempDir(), "file.parquet")
	query := fmt.Sprintf(`COPY (SELECT '%s' AS number, 0.10::DECIMAL(18,2) AS net, DATE '2024-02-29' AS issue_date,
		[{ppe: '590310600000000017', kwh: 1234.567::DECIMAL(18,3)}, {ppe: NULL, kwh: NULL}] AS points) TO '%s' (FORMAT parquet)`, number, temp)
	if _, err := e.db.ExecContext(e.Context(), query); err != nil {
		e.Fatal(err)
	}
	content, err := os.ReadFile(temp)
	if err != nil {
		e.Fatal(err)
	}
	if _, err := e.objects.PutIfAbsent(e.Context(), root+"/"+lake.Key(name), content); err != nil {
		e.Fatal(err)
	}
	return delta.File{
		Path: name, PartitionValues: map[string]string{"year": fmt.Sprint(year)}, Size: int64(len(content)),
		Stats: delta.Stats{
			NumRecords: 1, MinValues: map[string]any{"number": number, "net": json.Number("0.10")},
			MaxValues: map[string]any{"number": number, "net": json.Number("0.10")}, NullCount: map[string]any{"number": 0, "net": 0, "points": 0},
		},
	}
}

// ours reads the snapshot's files with DuckDB.
func (e *engines) ours(s delta.Snapshot) []row {
	e.Helper()
	rows := []row{}
	for _, file := range s.Files {
		rows = append(rows, e.rowsOf(file)...)
	}
	slices.SortFunc(rows, byNumber)
	return rows
}

func (e *engines) rowsOf(file delta.File) (rows []row) {
	e.Helper()
	found, err := e.db.QueryContext(e.Context(), `SELECT CAST(to_json(r) AS VARCHAR) FROM (SELECT number, net::VARCHAR AS net,
		issue_date::VARCHAR AS issue_date, points::STRUCT(ppe VARCHAR, kwh VARCHAR)[] AS points
		FROM read_parquet(?, hive_partitioning = false)) r`, filepath.Join(e.folder, string(root), file.Path))
	if err != nil {
		e.Fatal(err)
	}
	defer func() { _ = found.Close() }() // read to its end
	for found.Next() {
		var line []byte
		var r row
		if err := found.Scan(&line); err != nil {
			e.Fatal(err)
		}
		if err := json.Unmarshal(line, &r); err != nil {
			e.Fatal(err)
		}
		if year := file.PartitionValues["year"]; year != "" {
			r.Year = new(int)
			_, _ = fmt.Sscan(year, r.Year) // a wrong year shows in the comparison
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		e.Fatal(err)
	}
	return rows
}

func byNumber(a, b row) int { return cmp.Compare(a.Number, b.Number) }

// agree expects that every engine sees the version with the number of rows, and the same rows.
func (e *engines) agree(version int64, count int) {
	e.Helper()
	fresh := snapshot(e.T, e.open())
	want := e.ours(fresh)
	if fresh.Version != version || len(want) != count {
		e.Errorf("version %d with %d rows, want version %d with %d", fresh.Version, len(want), version, count)
	}
	if diff := gocmp.Diff(fresh.Files, snapshot(e.T, e.table).Files); diff != "" {
		e.Errorf("the table that followed along sees other files (-fresh +following):\n%s", diff)
	}
	e.compare(want, version)
}

func (e *engines) compare(want []row, version int64, arguments ...string) {
	e.Helper()
	var theirs struct {
		Version   int64
		Deltalake []row
		Polars    []row
	}
	if err := json.Unmarshal(e.run("read", arguments...), &theirs); err != nil {
		e.Fatal(err)
	}
	if theirs.Version != version {
		e.Errorf("deltalake sees version %d, want %d", theirs.Version, version)
	}
	for engine, rows := range map[string][]row{"deltalake": theirs.Deltalake, "polars": theirs.Polars} {
		slices.SortFunc(rows, byNumber)
		if diff := gocmp.Diff(want, rows); diff != "" {
			e.Errorf("%s (-DuckDB +%s):\n%s", engine, engine, diff)
		}
	}
}

func scratch() *delta.Metadata {
	metadata := invoices()
	metadata.Schema.Fields = slices.Insert(metadata.Schema.Fields, 2, delta.Field{Name: "issue_date", Type: delta.Date, Nullable: true})
	return metadata
}

// TestOtherEnginesReadOurs writes enough commits for a checkpoint, then removes the log before it.
func TestOtherEnginesReadOurs(t *testing.T) {
	e := newEngines(t, inFolder)
	first := e.put("first", 2024)
	commit(t, e.table, delta.Commit{ReadVersion: -1, Operation: "CREATE TABLE", Metadata: scratch(), Add: []delta.File{first}})
	for v := range int64(12) {
		c := delta.Commit{ReadVersion: v, Operation: "MERGE", Parameters: map[string]string{"silver_version": "1"}, Add: []delta.File{e.put(fmt.Sprintf("n%02d", v), 2025)}}
		if v == 4 {
			c.Remove = []delta.File{first}
		}
		commit(t, e.table, c)
	}
	e.agree(12, 12)
	old, err := e.table.SnapshotAt(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	e.compare(e.ours(old), 3, "3")
	for v := range 10 {
		if err := e.objects.Delete(t.Context(), root+lake.Key(fmt.Sprintf("/_delta_log/%020d.json", v))); err != nil {
			t.Fatal(err)
		}
	}
	e.agree(12, 12)
}

// TestOtherEnginesTakeTurns lets delta-rs append to our table and checkpoint it, and us commit after that, on disk and in
// a bucket.
func TestOtherEnginesTakeTurns(t *testing.T) {
	for name, place := range map[string]func(*engines){"folder": inFolder, "bucket": inBucket} {
		t.Run(name, func(t *testing.T) { takeTurns(newEngines(t, place)) })
	}
}

func takeTurns(e *engines) {
	commit(e.T, e.table, delta.Commit{ReadVersion: -1, Operation: "CREATE TABLE", Metadata: scratch(), Add: []delta.File{e.put("ours 1", 2024)}})
	e.run("append", "their 1", "their 2", "their 10")
	e.agree(1, 4)
	if _, err := e.table.Commit(e.Context(), delta.Commit{ReadVersion: 0, Time: noon}); lake.CodeOf(err) != lake.CodeConflict {
		e.Errorf("commit on the version before theirs: %v, want a conflict", err)
	}
	s := snapshot(e.T, e.table)
	theirs := slices.IndexFunc(s.Files, func(f delta.File) bool { return f.PartitionValues["year"] == "" })
	commit(e.T, e.table, delta.Commit{ReadVersion: s.Version, Operation: "MERGE", Add: []delta.File{e.put("ours 2", 2025)}, Remove: s.Files[theirs : theirs+1]})
	e.agree(2, 4)
	e.run("checkpoint")
	e.run("append", "their 3")
	e.agree(3, 5)
}

func TestWeReadOtherEngines(t *testing.T) {
	e := newEngines(t, inFolder)
	e.run("create")
	version := snapshot(t, e.table).Version
	e.agree(version, 12)
	commit(t, e.table, delta.Commit{ReadVersion: version, Operation: "WRITE", Add: []delta.File{e.put("ours", 2026)}})
	e.agree(version+1, 13)
}
