package pipeline_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// BenchmarkFold reads parsed documents of a lake on disk into an empty Silver, and compares with DuckDB, which only reads the same JSON
// and writes it as one Parquet file.
func BenchmarkFold(b *testing.B) {
	documents := 500
	if os.Getenv("WATTLAKE_SOAK") != "" {
		documents = 10_000
	}
	folder := b.TempDir()
	dir, err := store.NewDir(folder)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = dir.Close() }()
	for i := range documents {
		putParsed(b, dir, i)
	}
	fold, rounds := time.Duration(0), 0
	for b.Loop() {
		w, err := warehouse.Open(b.Context(), warehouse.Params{Store: store.NewMemory(), TempDir: b.TempDir(), Clock: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		catalogue := bronze.New(dir)
		if err := catalogue.Scan(b.Context()); err != nil {
			b.Fatal(err)
		}
		folded, err := pipeline.Fold(b.Context(), catalogue, w, catalogue.Documents())
		if err != nil || len(folded.Rows) != documents {
			b.Fatal(len(folded.Rows), err)
		}
		fold += time.Since(start)
		rounds++
		_ = w.Close()
	}
	bare := bareJSON(b, folder)
	perRound := fold / time.Duration(rounds)
	b.ReportMetric(float64(perRound.Microseconds())/1e3, "ms/fold")
	b.ReportMetric(float64(bare.Microseconds())/1e3, "ms/bare")
	b.ReportMetric(float64(perRound)/float64(bare), "x-bare")
}

// putParsed stores a document with its parse result.
func putParsed(b *testing.B, dir *store.Dir, number int) {
	b.Helper()
	raw := fmt.Appendf(nil, "%%PDF-1.7\ndocument %d", number)
	id := lake.NewDocumentID(raw)
	name := lake.NewName(fmt.Sprintf("faktura %d.pdf", number), id)
	var reading lake.Reading
	if err := json.Unmarshal([]byte(pipelinetest.Invoice(fmt.Sprint("F/", number), 100+number)), &reading); err != nil {
		b.Fatal(err)
	}
	reading.Part, reading.Pages = 1, []int{1}
	for i := range 8 {
		reading.Lines = append(reading.Lines, lake.Line{Name: fmt.Sprint("Opłata ", i), Unit: "kWh", Net: lake.Some(lake.Money(100 * i))})
	}
	parsed, err := json.Marshal(lake.Parsed{Document: id, Parser: 1, Source: lake.SourceTextLayer, Invoices: []lake.Reading{reading}})
	if err != nil {
		b.Fatal(err)
	}
	for key, content := range map[lake.Key][]byte{lake.RawKey(name, ".pdf"): raw, lake.ParsedKey(name, parsed): parsed} {
		if _, err := dir.PutIfAbsent(b.Context(), key, content); err != nil {
			b.Fatal(err)
		}
	}
}

// bareJSON is how long DuckDB takes for the same files.
func bareJSON(b *testing.B, folder string) time.Duration {
	b.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	start := time.Now()
	if _, err := db.ExecContext(b.Context(), fmt.Sprintf("SET threads=2; COPY (FROM read_json('%s')) TO '%s' (FORMAT parquet, COMPRESSION zstd)",
		filepath.Join(folder, string(lake.BronzePrefix), "parsed_invoices", "*.json"), filepath.Join(b.TempDir(), "bare.parquet"))); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
