// Package extract turns the words of a document into invoices: a pure function without I/O and without a clock.
//
// A field's way through the package:
//
//	skew, tidy, seams, rejoined, brokenamounts, lines, line   word boxes → lines and cells, whatever the angle of the page and the order of its stream
//	spaced, upright, sidebyside                     letter-spaced words, cells below each other, cards beside each other
//	token (a package), dots, periods, brokendates, identifiers, brokencodes, misreadcodes   text → typed tokens; ambiguity is kept as alternatives
//	wordings.txt, dictionary, labels, brokenlabels, gloss, profile      the dictionary: which wording announces which field
//	document, extract, aside       pages → lines with tokens and labels → one part per invoice, without what is about later invoices
//	zones, evidence, …for   label → value: behind it, in the next cells, or below it in the column
//	table, columnheads, stackedheads, zoneheads, columnplaces, figures, records    column headings → the figures of each row
//	classes, triples               what a row is about; three numbers in a row that add up
//	facts                          the order in which the fields are decided, by
//	heading…, invoicenumber, numberwords, listed, series, kind, forecastkind   number, kind and scope, corrected invoices,
//	header, issued, invoiceperiod, payby, parties, partyheads, partynames   dates, period, seller and buyer,
//	amounts, candidates, sectionsums, solve, misprint, vat            net, VAT and gross: of all combinations that add up the one that most speaks for,
//	due, balance, worded                                 what is to pay, and whether it follows from the gross amount,
//	items, zoneitems, fees, prices, rowsums   the bill's lines,
//	usage, …usage                  the consumption: by label, by fee, by column, by meter readings,
//	points, pointcodes, pointrows, sections, tariffs     metering points: rows of a table or sections,
//	correction, blocks, namedstates, columnstates, staterows, difference, changerows, pointchanges, originals   before, after and difference
//	findings, …findings, readability   what a person must look at
//	fields                         the reading
//
// There is no template per vendor: a [Profile] can only add wordings.
package extract
