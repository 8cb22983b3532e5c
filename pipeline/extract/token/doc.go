// Package token finds the typed tokens of a line of text: numbers with their units, dates and months, and amounts in words. It knows how
// they are written on Polish invoices and nothing of what they mean there.
//
// It works on folded text, one ASCII byte per character ([Fold]), so that lost Polish letters still match ([Pattern]) and a place in the
// text is a place in its folded form. An ambiguous number is kept in every reading: "23 196,33" gives 23196.33, 23 and 196.33.
package token
