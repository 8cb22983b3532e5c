// Package warehouse keeps Silver and Gold: it writes and reads their Delta tables with DuckDB, computes the Gold models
// (gold/*.sql) and answers queries. DuckDB runs in memory; nothing but Parquet files and Delta logs is kept.
//
// After a change of Silver, Gold is computed in part: the metering points and sellers that the changed invoices name, each from the
// first month on in which its rows may change. That month is known from the days of the changed invoices, of the chains of corrections
// that they belong to, and of the invoices that share a day with them; rows of earlier months stay. An index of who names what on which
// days (spots.go) tells which invoices are needed for it, gold/step_0_affected.sql says why these are enough, and the part equals a rebuild:
// a property.
//
// Reading order: warehouse.go (open), table.go (one Delta table), silver.go, gold.go and gold_part.go (commits), query.go.
package warehouse
