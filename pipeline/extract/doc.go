// Package extract turns the words of a document into invoices: a pure function without I/O and without a clock.
//
// A field's way through the package:
//
//	geometry.go   word boxes → lines and cells, whatever the order in the stream
//	fold.go       text → one ASCII byte per character, so that lost Polish letters still match
//	numbers.go, dates.go, identifiers.go, inwords.go   text → typed tokens; ambiguity is kept as alternatives
//	labels.go     the dictionary: which wording announces which field
//	search.go     label → value: to the right, in the next cell, or below in the column
//	tables.go     column headings → the numbers of each row; three numbers that add up
//	kind.go, header.go, amounts.go, energy.go, points.go, correction.go, items.go   fields, decided by arithmetic
//	findings.go   what a person must look at
//
// There is no template per vendor: a [Profile] can only add wordings.
package extract
