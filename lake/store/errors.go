package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"wattlake/lake"
)

// notFound is the error of Get and Stat for a key without an object.
func notFound(op string, key lake.Key) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "store: " + op,
		Message: lake.Text{PL: fmt.Sprintf("W jeziorze nie ma obiektu „%s”.", key), EN: fmt.Sprintf("The lake has no object %q.", key)},
		Hint: lake.Text{
			PL: "Obiekt mógł zostać usunięty. Sprawdź jezioro poleceniem „verify”.",
			EN: "The object may have been deleted. Check the lake with the command \"verify\".",
		},
	}
}

// badKey is the error for keys that would leave the lake or collide with temporary files.
func badKey(op string, key lake.Key) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "store: " + op,
		Message: lake.Text{PL: fmt.Sprintf("„%s” nie jest poprawną nazwą obiektu.", key), EN: fmt.Sprintf("%q is not a valid object key.", key)},
	}
}

func diskFull(op string, key lake.Key, err error) error {
	return &lake.Error{
		Code: lake.CodeDiskFull, Op: "store: " + op, Err: fmt.Errorf("%s: %w", key, err),
		Message: lake.Text{PL: "Na dysku, na którym leży jezioro, nie ma już miejsca.", EN: "The disk that holds the lake is full."},
		Hint: lake.Text{
			PL: "Zwolnij miejsce i spróbuj ponownie. Nic z tego, co zapisano wcześniej, nie zginęło.",
			EN: "Free some space and try again. Nothing that was stored before is lost.",
		},
	}
}

// badFolder is the error for a folder that cannot hold a lake.
func badFolder(folder string, err error) error {
	if isDiskFull(err) {
		return diskFull("open", lake.Key(folder), err)
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "store: open", Err: err,
		Message: lake.Text{PL: "Nie można używać folderu „" + folder + "” jako jeziora.", EN: "The folder “" + folder + "” cannot be used as a lake."},
		Hint:    lake.Text{PL: "Sprawdź uprawnienia albo wskaż inny folder: --lake.", EN: "Check its permissions or name another folder: --lake."},
	}
}

// diskError gives an error of the file system its code and sentence.
func diskError(op string, key lake.Key, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("store: %s %s: %w", op, key, err)
	case isDiskFull(err):
		return diskFull(op, key, err)
	case errors.Is(err, fs.ErrNotExist), isNoFolder(err):
		return notFound(op, key)
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "store: " + op, Err: fmt.Errorf("%s: %w", key, err),
		Message: lake.Text{PL: "Nie udało się odczytać lub zapisać pliku w folderze jeziora.", EN: "A file in the lake's folder could not be read or written."},
		Hint: lake.Text{
			PL: "Sprawdź, czy dysk jest podłączony i czy masz prawo zapisu w tym folderze.",
			EN: "Check that the disk is connected and that you may write to the folder.",
		},
	}
}
