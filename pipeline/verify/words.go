package verify

import "wattlake/lake"

// sentences tell people what each kind of problem means.
var sentences = map[lake.ProblemCode]lake.Text{
	lake.ProblemRawDamaged:   {PL: "Plik dokumentu jest uszkodzony: jego treść nie zgadza się z nazwą.", EN: "A document's file is damaged: its content does not match its name."},
	lake.ProblemRawMissing:   {PL: "Brakuje pliku dokumentu, chociaż są jego wyniki.", EN: "A document's file is missing although its results are here."},
	lake.ProblemDamaged:      {PL: "Obiekt jest uszkodzony: jego treść nie zgadza się z nazwą.", EN: "An object is damaged: its content does not match its name."},
	lake.ProblemNoOrigin:     {PL: "Nie ma zapisu, skąd pochodzi dokument.", EN: "There is no record of where the document came from."},
	lake.ProblemNoText:       {PL: "Brakuje odczytanego tekstu dokumentu.", EN: "The text that was read from the document is missing."},
	lake.ProblemUnfinished:   {PL: "Dokument nie został przetworzony do końca.", EN: "The document was not processed to its end."},
	lake.ProblemErased:       {PL: "Dokument został trwale usunięty, ale w jeziorze są jeszcze jego obiekty.", EN: "The document was erased, but objects of it are still in the lake."},
	lake.ProblemUnknown:      {PL: "Plik o nazwie, której Wattlake nie nadaje.", EN: "A file with a name that Wattlake does not give."},
	lake.ProblemTable:        {PL: "Tabela jest uszkodzona.", EN: "A table is damaged."},
	lake.ProblemCheckpoint:   {PL: "Punkt kontrolny tabeli nie zgadza się z jej dziennikiem.", EN: "A table's checkpoint does not agree with its log."},
	lake.ProblemUnreadable:   {PL: "Nie można odczytać tabeli.", EN: "A table cannot be read."},
	lake.ProblemSilver:       {PL: "Wiersz tabeli faktur nie zgadza się z dokumentami.", EN: "A row of the invoices table does not agree with the documents."},
	lake.ProblemGold:         {PL: "Tabela wskaźników nie zgadza się z fakturami.", EN: "A metrics table does not agree with the invoices."},
	lake.ProblemGoldOutdated: {PL: "Wskaźniki policzono z innej wersji tabeli faktur.", EN: "The metrics were computed from another version of the invoices table."},
}

// remedies tell people what to do about it.
var remedies = map[lake.ProblemCode]lake.Text{
	lake.ProblemRawDamaged: {
		PL: "Tego pliku program nie zmienia. Przywróć go z kopii albo pobierz fakturę ponownie od sprzedawcy i dodaj jeszcze raz.",
		EN: "The program does not change this file. Restore it from a backup, or get the invoice from the seller once more and add it again.",
	},
	lake.ProblemRawMissing: {
		PL: "Dodaj dokument ponownie albo przywróć plik z kopii; „verify --repair” odkłada wyniki na bok.",
		EN: "Add the document again or restore the file from a backup; “verify --repair” sets the results aside.",
	},
	lake.ProblemUnknown: {
		PL: "Przenieś plik poza jezioro; „verify --repair” odkłada go do .wattlake/quarantine.",
		EN: "Move the file out of the lake; “verify --repair” puts it into .wattlake/quarantine.",
	},
}

var mendRemedy = lake.Text{PL: "Naprawi to: wattlake verify --repair.", EN: "wattlake verify --repair mends it."}

// decisionRemedy is for what nothing can compute again.
var decisionRemedy = lake.Text{
	PL: "Decyzji nie da się odtworzyć z dokumentów: „verify --repair” pobierze ją z zespołu, a jeśli jej tam nie ma, odłoży na bok. Sprawdź ostatnie poprawki.",
	EN: "A decision cannot be made again from documents: “verify --repair” gets it from the team or, if it is not there, sets it aside. Check the latest edits.",
}

func sentence(p lake.Problem) (message, hint lake.Text) {
	message = sentences[p.Code]
	if p.Code == lake.ProblemSilver && p.Detail != "" {
		message = lake.Text{
			PL: "Wiersz faktury „" + p.Detail + "” nie zgadza się z dokumentami.", EN: "The row of the invoice “" + p.Detail + "” does not agree with the documents.",
		}
	}
	if hint, special := remedies[p.Code]; special {
		return message, hint
	}
	if p.Code == lake.ProblemDamaged && p.Document == "" {
		return message, decisionRemedy
	}
	return message, mendRemedy
}
