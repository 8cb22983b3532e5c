package child

import (
	"fmt"

	"wattlake/lake"
)

var errTooMuchText = &lake.Error{
	Code: lake.CodeTooLarge, Op: "reader: encode words",
	Message: lake.Text{PL: "Dokument zawiera zbyt dużo tekstu.", EN: "The document contains too much text."},
	Hint:    lake.Text{PL: "Podziel plik na mniejsze części i dodaj je ponownie.", EN: "Split the file into smaller parts and add them again."},
}

var errNoText = &lake.Error{
	Code: lake.CodeNoText, Op: "reader: read document",
	Message: lake.Text{PL: "W dokumencie nie ma tekstu, który dałoby się odczytać.", EN: "The document contains no readable text."},
	Hint:    lake.Text{PL: "Zeskanuj fakturę ponownie, wyraźniej, w 300 dpi.", EN: "Scan the invoice again, more clearly, at 300 dpi."},
}

func damaged(op string, cause error) error {
	return &lake.Error{
		Code: lake.CodeDamaged, Op: op, Err: cause,
		Message: lake.Text{PL: "Plik jest uszkodzony lub nie jest prawidłowym dokumentem.", EN: "The file is damaged or is not a valid document."},
		Hint:    lake.Text{PL: "Pobierz fakturę od sprzedawcy jeszcze raz i dodaj ją ponownie.", EN: "Download the invoice from the seller again and add it once more."},
	}
}

func notADocument(op string) error {
	return &lake.Error{
		Code: lake.CodeNotADocument, Op: op,
		Message: lake.Text{PL: "To nie jest plik PDF ani obraz PNG, JPEG lub TIFF.", EN: "This is neither a PDF file nor a PNG, JPEG or TIFF image."},
		Hint:    lake.Text{PL: "Dodaj fakturę jako PDF, skan lub XML z KSeF.", EN: "Add the invoice as a PDF, a scan or an XML from KSeF."},
	}
}

func needsPassword(wrong bool) error {
	e := &lake.Error{
		Code: lake.CodeNeedsPassword, Op: "reader: open PDF",
		Message: lake.Text{PL: "Plik PDF jest zabezpieczony hasłem.", EN: "The PDF file is protected by a password."},
		Hint:    lake.Text{PL: "Podaj hasło, które otrzymałeś od sprzedawcy.", EN: "Give the password that you received from the seller."},
	}
	if wrong {
		e.Message = lake.Text{PL: "Hasło do pliku PDF jest nieprawidłowe.", EN: "The password for the PDF file is wrong."}
	}
	return e
}

func tooManyPages(pages, most int) error {
	return &lake.Error{
		Code: lake.CodeTooManyPages, Op: "reader: open document",
		Message: lake.Text{
			PL: fmt.Sprintf("Dokument ma zbyt wiele stron: %d, a może mieć najwyżej %d.", pages, most),
			EN: fmt.Sprintf("The document has too many pages: %d, at most %d are allowed.", pages, most),
		},
		Hint: lake.Text{PL: "Podziel plik na mniejsze części lub zwiększ limit stron w ustawieniach.", EN: "Split the file into smaller parts or raise the page limit in the settings."},
	}
}

func pageTooLarge(page int, pixels, most int64) error {
	return &lake.Error{
		Code: lake.CodeTooLarge, Op: "reader: render page", Err: fmt.Errorf("%d pixels, at most %d", pixels, most),
		Message: lake.Text{
			PL: fmt.Sprintf("Strona %d jest zbyt duża, aby ją rozpoznać.", page),
			EN: fmt.Sprintf("Page %d is too large to be recognised.", page),
		},
		Hint: lake.Text{PL: "Zapisz dokument w formacie A4 i dodaj go ponownie.", EN: "Save the document in A4 format and add it again."},
	}
}

func missingLanguage(language string, cause error) error {
	return &lake.Error{
		Code: lake.CodeMissingTool, Op: "reader: start Tesseract", Err: cause,
		Message: lake.Text{
			PL: fmt.Sprintf("Brakuje danych językowych %q programu Tesseract, więc skanów nie można odczytać.", language),
			EN: fmt.Sprintf("Tesseract's language data %q is missing, so scans cannot be read.", language),
		},
		Hint: lake.Text{
			PL: fmt.Sprintf("Zainstaluj je poleceniem: sudo apt install tesseract-ocr-%s", language),
			EN: fmt.Sprintf("Install it with: sudo apt install tesseract-ocr-%s", language),
		},
	}
}
