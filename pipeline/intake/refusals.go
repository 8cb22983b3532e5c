package intake

import (
	"errors"

	"wattlake/lake"
)

// refuse makes the error of a file that is not taken.
func refuse(code lake.Code, cause error, messagePL, messageEN, hintPL, hintEN string) *lake.Error {
	return &lake.Error{
		Code: code, Op: "intake", Err: cause,
		Message: lake.Text{PL: messagePL, EN: messageEN}, Hint: lake.Text{PL: hintPL, EN: hintEN},
	}
}

func damagedContainer(cause error) error {
	return refuse(lake.CodeDamaged, cause, "Archiwum lub wiadomość jest uszkodzona.", "The archive or mail is damaged.",
		"Pobierz plik jeszcze raz albo rozpakuj go i dodaj faktury osobno.", "Download the file again, or unpack it and add the invoices one by one.")
}

func tooMuchInside(cause error) error {
	return refuse(lake.CodeTooLarge, cause, "Archiwum lub wiadomość zawiera więcej, niż program rozpakowuje (2000 plików, 1 GB).",
		"The archive or mail holds more than is unpacked (2000 files, 1 GB).",
		"Rozpakuj plik i dodaj folder z fakturami.", "Unpack the file and add the folder of invoices.")
}

func nothingInside() error {
	return refuse(lake.CodeNotADocument, nil, "W archiwum lub wiadomości nie ma faktur.", "There are no invoices in the archive or mail.",
		"Szukamy plików PDF, XML (KSeF), PNG, JPEG i TIFF.", "PDF, XML (KSeF), PNG, JPEG and TIFF files are looked for.")
}

func tooDeep() error {
	return refuse(lake.CodeNotADocument, errors.New("nested too deep"), "Archiwum w archiwum w archiwum nie jest otwierane.",
		"An archive in an archive in an archive is not opened.",
		"Rozpakuj je i dodaj faktury osobno.", "Unpack it and add the invoices one by one.")
}

func encryptedMember() error {
	return refuse(lake.CodeNeedsPassword, nil, "Plik w archiwum jest zaszyfrowany.", "The file in the archive is encrypted.",
		"Rozpakuj archiwum, podając hasło, i dodaj faktury.", "Unpack the archive with its password and add the invoices.")
}

func tooLargeMember() error {
	return refuse(lake.CodeTooLarge, nil, "Plik po rozpakowaniu jest większy niż 100 MB.", "Unpacked, the file is larger than 100 MB.",
		"Podziel dokument na mniejsze części.", "Split the document into smaller parts.")
}

func officeDocument() error {
	return refuse(lake.CodeNotADocument, nil, "Dokumenty programów biurowych (Word, Excel, LibreOffice) nie są czytane.",
		"Documents of office programs (Word, Excel, LibreOffice) are not read.",
		"Zapisz dokument jako PDF i dodaj go ponownie.", "Save the document as PDF and add it again.")
}

// A foreign format is told by its first bytes, so that the sentence can say what to do instead.
type foreign struct {
	magics               []string
	offset               int
	namePL, nameEN       string
	insteadPL, insteadEN string
}

// foreigners are formats that invoices come in and that are not read.
var foreigners = []foreign{
	{
		[]string{"ftypheic", "ftypheix", "ftypheim", "ftyphevc", "ftypmif1", "ftypmsf1", "ftypavif"},
		4,
		"zdjęcie w formacie HEIC", "a photograph in HEIC format", "Zapisz zdjęcie jako JPEG", "Save the photograph as JPEG",
	},
	{
		[]string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
		0,
		"wiadomość programu Outlook (.msg) lub stary dokument Office", "an Outlook message (.msg) or an old Office document",
		"Zapisz wiadomość jako .eml albo same załączniki", "Save the message as .eml, or its attachments alone",
	},
	{
		[]string{"Rar!\x1a\x07", "7z\xbc\xaf\x27\x1c", "\x1f\x8b\x08", "BZh", "\xfd7zXZ\x00"},
		0,
		"archiwum innego rodzaju niż ZIP", "an archive of another kind than ZIP", "Rozpakuj archiwum", "Unpack the archive",
	},
	{
		[]string{"GIF8", "BM", "RIFF"},
		0,
		"obraz w formacie, który nie jest czytany", "an image in a format that is not read", "Zapisz obraz jako PNG lub JPEG", "Save the image as PNG or JPEG",
	},
	{
		[]string{"<!DOCTYPE html", "<!doctype html", "<html", "<HTML"},
		0,
		"strona internetowa", "a web page", "Wydrukuj stronę do PDF", "Print the page to PDF",
	},
	{
		[]string{"{\\rtf"},
		0,
		"dokument edytora tekstu (RTF)", "a word processor's document (RTF)", "Zapisz dokument jako PDF", "Save the document as PDF",
	},
}

// stranger is the error of a file that is no document, with a word on what it is if that can be told.
func stranger(content []byte) error {
	for _, f := range foreigners {
		if f.offset < len(content) && prefix(f.magics...)(content[f.offset:]) {
			return refuse(lake.CodeNotADocument, nil, "To jest "+f.namePL+".", "This is "+f.nameEN+".",
				f.insteadPL+" i dodaj ponownie.", f.insteadEN+" and add again.")
		}
	}
	return refuse(lake.CodeNotADocument, nil, "To nie jest faktura w formacie PDF, XML (KSeF) ani obraz.", "This is no invoice as PDF, XML (KSeF) or image.",
		"Upuść plik PDF, XML, PNG, JPEG, TIFF, ZIP albo wiadomość EML.", "Drop a PDF, XML, PNG, JPEG, TIFF or ZIP file, or an EML message.")
}

// Unreadable is the error of a file that cannot be read at all.
func Unreadable(err error) error {
	return &lake.Error{
		Code: lake.CodeUnreadable, Op: "intake", Err: err,
		Message: lake.Text{PL: "Nie można odczytać pliku.", EN: "The file cannot be read."},
		Hint: lake.Text{
			PL: "Sprawdź, czy plik istnieje i czy masz do niego dostęp.", EN: "Check that the file exists and that you may read it.",
		},
	}
}
