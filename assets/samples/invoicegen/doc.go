// Package invoicegen makes fictional Polish electricity invoices as PDF files, together with what a reader should find in them.
//
// The same layout and seed always give the same bytes. Sellers, buyers, tax numbers (prefix 999, which no tax office uses),
// accounts, metering points and prices are invented; every check digit is right.
//
// Conventions of the truth, where a page leaves room for doubt:
//   - amount_due is what the page prints as "do zapłaty". When it prints only an amount to be returned ("do zwrotu X") it is -X;
//     when it prints both a credit and "do zapłaty 0,00" it is 0.00; when it prints neither it is "".
//   - For a correction net, vat and gross are the difference (they may be negative), consumption is the value after it.
//   - A settlement after forecasts has the cost of the real consumption as its amounts, not what is left to pay.
//   - The period of a point is the one printed for it, else the period of the invoice.
//   - The consumption of an invoice with several points is the sum over them.
//   - A document that is no electricity invoice has kind "other", scope "" and no points; a gas bill's kWh are not stated.
package invoicegen
