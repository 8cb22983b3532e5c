package reader

import (
	"errors"

	"wattlake/lake"
)

var simplerHint = lake.Text{
	PL: "Zapisz dokument ponownie (np. „Drukuj do PDF”) albo zwiększ limit w ustawieniach i spróbuj jeszcze raz.",
	EN: "Save the document again (\"Print to PDF\", for example) or raise the limit in the settings and try again.",
}

// overrun is the error of a document that cost more than its budget.
func overrun(code lake.Code, op, detail string) error {
	message := lake.Text{PL: "Odczyt dokumentu trwał zbyt długo i został przerwany.", EN: "Reading the document took too long and was stopped."}
	switch code {
	case lake.CodeReadMemory:
		message = lake.Text{PL: "Odczyt dokumentu wymagał zbyt dużo pamięci i został przerwany.", EN: "Reading the document needed too much memory and was stopped."}
	case lake.CodeTooLarge:
		message = lake.Text{PL: "Dokument zawiera zbyt dużo tekstu.", EN: "The document contains too much text."}
	default:
	}
	return &lake.Error{Code: code, Op: op, Message: message, Hint: simplerHint, Err: errors.New(detail)}
}

// crashed is the error of a document on which two readers have died.
func crashed(cause error) error {
	return &lake.Error{
		Code: lake.CodeReaderCrashed, Op: "reader: read document", Err: cause,
		Message: lake.Text{PL: "Program odczytujący zawiesił się na tym dokumencie.", EN: "The reader crashed on this document."},
		Hint:    simplerHint,
	}
}
