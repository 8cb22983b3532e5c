// Package extract turns the words of a document into invoices: a pure function without I/O and without a clock.
//
// A field's way through the package:
//
//	skew.go, geometry.go   word boxes → lines and cells, whatever the angle of the page and the order of its stream
//	fold.go                text → one ASCII byte per character, so that lost Polish letters still match
//	numbers.go, dates.go, periods.go, identifiers.go, inwords.go   text → typed tokens; ambiguity is kept as alternatives
//	wordings.txt, labels.go, profile.go   the dictionary: which wording announces which field
//	document.go, extract.go   pages → lines with tokens and labels → one part per invoice
//	search.go              label → value: behind it, in the next cells, or below it in the column
//	tables.go              column headings → the numbers of each row; three numbers in a row that add up
//	facts.go               the order in which the fields are decided, by
//	heading.go, kind.go    number, kind and scope,
//	header.go, parties.go, due.go   dates, period, seller and buyer, what is to pay,
//	amounts.go, vat.go     net, VAT and gross: of all combinations that add up the one that most speaks for,
//	items.go, energy.go    the bill's lines and the consumption,
//	points.go              metering points: rows of a table or sections,
//	correction.go          before, after and difference
//	findings.go            what a person must look at
//	fields.go              the reading
//
// There is no template per vendor: a [Profile] can only add wordings.
package extract
