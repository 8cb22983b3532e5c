// Package warehouse keeps Silver and Gold: it writes and reads their Delta tables with DuckDB, computes the Gold models
// (gold/*.sql) and answers queries. DuckDB runs in memory; nothing but Parquet files and Delta logs is kept.
//
// Reading order: warehouse.go (open), table.go (one Delta table), silver.go and gold.go (commits), query.go.
package warehouse
