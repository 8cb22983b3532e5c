package pipeline

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wattlake/lake"
)

// A backup is a ZIP archive with every object of Bronze under its key. Silver and Gold are computed from them.

// RestoreReport is what a restore did with the objects of a backup.
type RestoreReport struct {
	Added   int
	Present int // were there already
	Refused int // are no objects of a lake, or damaged
}

// Backup writes every document with all that is known about it into the file, which is there as a whole or not at all and
// replaces one of that name. progress, which may be nil, is called with the objects done and in all. It returns their number.
func (l *Library) Backup(ctx context.Context, path string, progress func(done, total int)) (objects int, err error) {
	keys, err := l.bronzeKeys(ctx)
	if err != nil {
		return 0, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".wattlake-backup-*")
	if err != nil {
		return 0, backupFailed(path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	archive := zip.NewWriter(file)
	for i, key := range keys {
		content, err := l.objects.Get(ctx, key)
		if lake.CodeOf(err) == lake.CodeNotFound {
			continue // erased meanwhile
		}
		if err != nil {
			return 0, err
		}
		if err := pack(archive, key, content); err != nil {
			return 0, backupFailed(path, err)
		}
		objects++
		if progress != nil {
			progress(i+1, len(keys))
		}
	}
	if err := errors.Join(archive.Close(), file.Sync()); err != nil {
		return 0, backupFailed(path, err)
	}
	if err := file.Close(); err != nil {
		return 0, backupFailed(path, errors.Join(err, os.Remove(file.Name())))
	}
	return objects, backupFailed(path, os.Rename(file.Name(), path))
}

// pack adds one object. PDFs and pictures are packed already.
func pack(archive *zip.Writer, key lake.Key, content []byte) error {
	method := zip.Store
	if strings.HasSuffix(string(key), ".json") || strings.HasSuffix(string(key), ".txt") || strings.HasSuffix(string(key), ".xml") {
		method = zip.Deflate
	}
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: string(key), Method: method})
	if err != nil {
		return err
	}
	_, err = entry.Write(content)
	return err
}

// bronzeKeys lists every object of Bronze.
func (l *Library) bronzeKeys(ctx context.Context) ([]lake.Key, error) {
	var keys []lake.Key
	for info, err := range l.objects.List(ctx, lake.BronzePrefix) {
		if err != nil {
			return nil, fmt.Errorf("list the lake: %w", err)
		}
		if _, ok := lake.ParseKey(info.Key); ok {
			keys = append(keys, info.Key)
		}
	}
	return keys, nil
}

// restoreBatch is how many objects are taken into the lake at a time.
const restoreBatch = 500

// maxRestored bounds one object of a backup: larger ones are no invoices.
const maxRestored = 512 << 20

// RestoreBackup takes the objects of a backup into the lake. Nothing that is there is changed or lost, for names carry the hash
// of what they hold; what does not fit its name is refused. Tables follow in the background.
func (n *Node) RestoreBackup(ctx context.Context, path string, progress func(done, total int)) (report RestoreReport, err error) {
	archive, err := zip.OpenReader(path)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are keys and never used as paths
		return report, noBackup(path, err)
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	done := 0
	for files := range slices.Chunk(archive.File, restoreBatch) {
		var taken []lake.Key
		for _, file := range files {
			key, added, err := n.restoreObject(ctx, file)
			done++
			switch {
			case ctx.Err() != nil:
				return report, ctx.Err()
			case errors.Is(err, errNoObject):
				report.Refused++
			case err != nil:
				return report, err
			case added:
				report.Added++
				taken = append(taken, key)
			default:
				report.Present++
			}
			if progress != nil {
				progress(done, len(archive.File))
			}
		}
		if err := n.Adopt(ctx, taken); err != nil {
			return report, err
		}
	}
	if report.Added+report.Present == 0 {
		return report, noBackup(path, nil)
	}
	return report, nil
}

var errNoObject = errors.New("not an object of a lake")

func (n *Node) restoreObject(ctx context.Context, file *zip.File) (key lake.Key, added bool, err error) {
	key = lake.Key(file.Name)
	parsed, ok := lake.ParseKey(key)
	if !ok || !key.Valid() || file.UncompressedSize64 > maxRestored {
		return key, false, errNoObject
	}
	entry, err := file.Open()
	if err != nil {
		return key, false, fmt.Errorf("%w: %w", errNoObject, err)
	}
	content, err := io.ReadAll(io.LimitReader(entry, maxRestored))
	if err = errors.Join(err, entry.Close()); err != nil || !parsed.Holds(content) {
		return key, false, fmt.Errorf("%w: %w", errNoObject, err)
	}
	added, err = n.objects.PutIfAbsent(ctx, key, content)
	return key, added, err
}

func backupFailed(path string, err error) error {
	if err == nil {
		return nil
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "pipeline: backup " + path, Err: err,
		Message: lake.Text{PL: "Nie udało się zapisać kopii „" + path + "”.", EN: "The copy “" + path + "” could not be written."},
		Hint:    lake.Text{PL: "Wybierz inny folder i sprawdź, czy na dysku jest miejsce.", EN: "Choose another folder, and check that there is room on the disk."},
	}
}

func noBackup(path string, err error) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "pipeline: restore " + path, Err: err,
		Message: lake.Text{PL: "Plik „" + path + "” nie jest kopią jeziora.", EN: "The file “" + path + "” is no copy of a lake."},
		Hint:    lake.Text{PL: "Wskaż plik ZIP zapisany przez Wattlake.", EN: "Choose a ZIP file that Wattlake has written."},
	}
}
