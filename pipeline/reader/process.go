package reader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader/internal/confine"
	"wattlake/pipeline/reader/internal/frame"
)

// errDied means that a reader ended or broke the protocol by itself.
var errDied = errors.New("reader process died")

const (
	memoryPoll   = 50 * time.Millisecond
	stderrTail   = 4 << 10 // bytes of a reader's last words kept for the log
	pdfShare     = 2       // the PDF library may have one part in so many of a reader's memory
	maxProgress  = 0       // content bytes of frames that carry none
	overheadPart = 1 << 20 // bytes of JSON around the words
)

// process is one reader.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.Reader
	ended   chan struct{} // closed when the process has been waited for
	stderr  *tail
	sandbox string
	served  int
}

// startProcess starts a reader that lives until life ends, and waits until it is ready.
func startProcess(ctx, life context.Context, params Params) (*process, error) {
	//nolint:gosec // the command is the program itself
	command := exec.CommandContext(life, params.Command[0], params.Command[1:]...)
	command.Env = readerEnv(params.CacheDir)
	command.Dir = os.TempDir()
	command.SysProcAttr = isolation()
	last := &tail{}
	command.Stderr = last
	in, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("reader: start: %w", err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("reader: start: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("reader: start: %w", err)
	}
	yieldProcessor(command.Process.Pid)
	p := &process{command: command, in: in, out: out, ended: make(chan struct{}), stderr: last}
	if err := p.setUp(ctx, params); err != nil {
		p.kill()
		return nil, err
	}
	return p, nil
}

// readerEnv is all of the environment that a reader sees: no secrets, one thread per recognition.
func readerEnv(cacheDir string) []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LANG=C.UTF-8", confine.EnvFolder + "=" + cacheDir}
	for _, name := range []string{"TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "GOCOVERDIR"} {
		if value := os.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func (p *process) setUp(ctx context.Context, params Params) error {
	b := params.Budgets
	limits := frame.Limits{
		CacheDir: params.CacheDir, PDFMemoryBytes: b.MemoryBytes / pdfShare, MaxPages: b.MaxPages,
		MaxPixels: b.MaxPixelsPerPage, MaxOutputBytes: b.MaxOutputBytes, MaxMemoryBytes: b.MemoryBytes, MaxViewPixels: maxViewPixels,
	}
	w := p.converse(frame.Header{Kind: frame.Setup, Limits: &limits}, nil, maxProgress)
	defer w.stop()
	timeout := time.NewTimer(b.Start)
	defer timeout.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("reader: start: %w", ctx.Err())
	case <-timeout.C:
		return overrun(lake.CodeReadTimeout, "reader: start", b.Start.String())
	case got := <-w.received:
		if got.err != nil || got.header.Kind != frame.Ready {
			p.kill()
			return fmt.Errorf("reader: start: %w: %w%s", errDied, errors.Join(got.err), p.stderr.quoted())
		}
		p.sandbox = got.header.Sandbox
		return nil
	}
}

// read hands one document to the reader and returns its words, encoded.
func (p *process) read(ctx context.Context, request pipeline.ReadRequest, budgets Budgets, progress func(done, total int)) ([]byte, error) {
	header := frame.Header{Kind: frame.Request, Document: request.Document, Ext: request.Ext, Password: request.Password}
	attached := &attachments{give: request.Attach, rest: lake.MaxDocumentBytes}
	got, err := p.ask(ctx, header, request.Content, max(budgets.MaxOutputBytes, lake.MaxDocumentBytes)+overheadPart, budgets, progress, attached.take)
	if err != nil {
		return nil, err
	}
	if got.header.Kind != frame.Result {
		return nil, p.broken(fmt.Errorf("a %q frame instead of words", got.header.Kind))
	}
	if int64(len(got.content)) > budgets.MaxOutputBytes+overheadPart {
		p.kill()
		return nil, overrun(lake.CodeTooLarge, "reader: receive words", "output budget")
	}
	return got.content, nil
}

// ask hands a document to the reader, watches over it, and returns the frame that answers. A reader that fails its budgets
// is dead afterwards.
func (p *process) ask(ctx context.Context, header frame.Header, content []byte, maxAnswer int64, budgets Budgets,
	progress func(done, total int), attach func(message) error,
) (message, error) {
	p.served++
	w := p.converse(header, content, maxAnswer)
	defer w.stop()
	page, document := time.NewTimer(budgets.PerPage), time.NewTimer(budgets.PerDocument)
	defer page.Stop()
	defer document.Stop()
	memory := time.NewTicker(memoryPoll)
	defer memory.Stop()
	for {
		select {
		case <-ctx.Done():
			p.kill()
			return message{}, fmt.Errorf("reader: read: %w", ctx.Err())
		case <-page.C:
			p.kill()
			return message{}, overrun(lake.CodeReadTimeout, "reader: read page", budgets.PerPage.String())
		case <-document.C:
			p.kill()
			return message{}, overrun(lake.CodeReadTimeout, "reader: read document", budgets.PerDocument.String())
		case <-memory.C:
			if size := residentBytes(p.command.Process.Pid); size > budgets.MemoryBytes {
				p.kill()
				return message{}, overrun(lake.CodeReadMemory, "reader: read document", fmt.Sprintf("%d bytes", size))
			}
		case got := <-w.received:
			if got.err == nil && got.header.Kind == frame.Progress {
				page.Reset(budgets.PerPage)
				progress(got.header.Done, got.header.Total)
				continue
			}
			if got.err == nil && got.header.Kind == frame.Attachment {
				if err := attach(got); err != nil {
					return message{}, p.broken(err)
				}
				continue
			}
			return p.answer(got)
		}
	}
}

// answer tells an answer from a refusal and from the end of the reader.
func (p *process) answer(got message) (message, error) {
	switch {
	case errors.Is(got.err, frame.ErrTooLarge):
		p.kill()
		return message{}, overrun(lake.CodeTooLarge, "reader: receive words", "output budget")
	case got.err != nil:
		return message{}, p.broken(got.err)
	case got.header.Kind == frame.Failure && got.header.Error != nil:
		return message{}, got.header.Error.Received()
	}
	return got, nil
}

// broken ends a reader that does not keep to the protocol.
func (p *process) broken(cause error) error {
	p.kill()
	return fmt.Errorf("%w: %w%s", errDied, cause, p.stderr.quoted())
}

// alive reports whether the reader can take another document.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill ends the reader and waits until it is gone. It may be called twice, but not at once.
func (p *process) kill() {
	if !p.alive() {
		return
	}
	killGroup(p.command)
	_ = p.in.Close()
	_ = p.command.Wait() // its outcome is known: it was killed or has died
	close(p.ended)
}
