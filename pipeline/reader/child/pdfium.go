package child

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"wattlake/pipeline/reader/internal/frame"
)

const (
	wasmPageBytes    = 64 << 10 // WebAssembly's unit of memory
	wasmMaxPages     = 65_536   // what 32 bits can address
	defaultPDFMemory = 512 << 20
)

// pdfLibrary is PDFium inside a WebAssembly sandbox without files, network or clock of the host. Every document gets a
// fresh instance, so that nothing of a hostile one is left for the next.
type pdfLibrary struct {
	pool     pdfium.Pool
	instance pdfium.Pdfium
	cache    wazero.CompilationCache
}

func openPDFLibrary(ctx context.Context, limits frame.Limits) (*pdfLibrary, error) {
	memory := limits.PDFMemoryBytes
	if memory <= 0 {
		memory = defaultPDFMemory
	}
	pages := min(memory/wasmPageBytes, wasmMaxPages)
	config := wazero.NewRuntimeConfigCompiler().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(uint32(pages))
	library := &pdfLibrary{}
	if limits.CacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(limits.CacheDir)
		if err != nil {
			return nil, fmt.Errorf("open compilation cache: %w", err)
		}
		library.cache = cache
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:       withMappedMemory(ctx),
		MaxTotal:      1,
		FSConfig:      wazero.NewFSConfig(), // nothing mounted: the default would show it the whole disk
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		RandomSource:  rand.Reader,
	})
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	library.pool = pool
	return library, library.prepare(ctx)
}

// prepare makes the instance for the next document.
func (l *pdfLibrary) prepare(ctx context.Context) error {
	if l.instance != nil {
		return nil
	}
	instance, err := l.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("start a PDFium instance: %w", err)
	}
	l.instance = instance
	return nil
}

// Discard drops the instance with whatever its document has left in its memory.
func (l *pdfLibrary) Discard() {
	if l.instance == nil {
		return
	}
	// After a trap the instance cannot close its documents; killing it frees its memory all the same.
	if err := l.instance.Kill(); err == nil {
		l.instance = nil
		return
	}
	_ = l.instance.Close()
	l.instance = nil
}

// Close ends the library.
func (l *pdfLibrary) Close() {
	l.Discard()
	_ = l.pool.Close()
	if l.cache != nil {
		_ = l.cache.Close(context.Background())
	}
}

// pdfDocument is one open PDF.
type pdfDocument struct {
	pdf   pdfium.Pdfium
	ref   references.FPDF_DOCUMENT
	pages int
}

// hasForm reports whether the document has fields to fill in; drawing them costs an environment of its own.
func (d *pdfDocument) hasForm() bool {
	kind, err := d.pdf.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: d.ref})
	return err == nil && kind.FormType != enums.FPDF_FORMTYPE_NONE
}

// open opens a PDF; the errors are those of package lake.
func (l *pdfLibrary) open(ctx context.Context, content []byte, password string) (*pdfDocument, error) {
	if err := l.prepare(ctx); err != nil {
		return nil, err
	}
	request := &requests.OpenDocument{File: &content}
	if password != "" {
		request.Password = &password
	}
	opened, err := l.instance.OpenDocument(request)
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return nil, needsPassword(password != "")
	case err != nil:
		return nil, damaged("reader: open PDF", err)
	}
	count, err := l.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, damaged("reader: count pages", err)
	}
	return &pdfDocument{pdf: l.instance, ref: opened.Document, pages: count.PageCount}, nil
}

func (d *pdfDocument) page(index int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: index}}
}
