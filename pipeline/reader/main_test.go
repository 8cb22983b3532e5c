package reader_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"wattlake/pipeline/reader/child"
	"wattlake/pipeline/reader/internal/confine"
	"wattlake/pipeline/reader/internal/frame"
)

// The test program is its own reader: started with one of these arguments it is a reader process, good or bad.
const (
	childRead  = "reader-child"       // the real one
	childHang  = "reader-child-hang"  // gets ready, then never answers
	childStall = "reader-child-stall" // reports progress for ever
	childEat   = "reader-child-eat"   // gets ready, then eats memory
	childCrash = "reader-child-crash" // gets ready, then dies with its document
	childOnce  = "reader-child-once"  // dies with its first document unless the file of the next argument exists
	childMute  = "reader-child-mute"  // never gets ready
	childLie   = "reader-child-lie"   // announces a frame of gigabytes
	childOther = "reader-child-other" // answers with another document's words
	childRogue = "reader-child-rogue" // confines itself as the real one, then tries to get out
	childEnv   = "reader-child-env"   // tells its environment as the reason of a failure
	childShow  = "reader-child-show"  // never answers but draws every page as one dark pixel
	childDraw  = "reader-child-draw"  // draws fewer pixels than it announces
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		if run, ok := children[os.Args[1]]; ok {
			if err := run(context.Background(), os.Stdin, os.Stdout); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	code := m.Run()
	removeCache()
	os.Exit(code)
}

var errBurst = errors.New("burst on purpose")

var children = map[string]func(context.Context, io.Reader, io.Writer) error{
	childRead: func(ctx context.Context, in io.Reader, out io.Writer) error {
		return child.Main(ctx, in, out, child.Config{})
	},
	childMute: func(context.Context, io.Reader, io.Writer) error { select {} },
	childHang: bad(func(frame.Header, io.Writer) error { select {} }),
	childStall: bad(func(_ frame.Header, out io.Writer) error {
		for {
			if err := frame.Write(out, frame.Header{Kind: frame.Progress, Done: 1, Total: 2}, nil); err != nil {
				return err
			}
		}
	}),
	childEat: bad(func(frame.Header, io.Writer) error {
		var held [][]byte
		for {
			piece := make([]byte, 1<<20)
			for i := range piece {
				piece[i] = byte(i)
			}
			held = append(held, piece)
			if len(held) > 4096 {
				return errBurst
			}
		}
	}),
	childCrash: bad(func(frame.Header, io.Writer) error { return errBurst }),
	childLie: bad(func(_ frame.Header, out io.Writer) error {
		_, err := out.Write([]byte{0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, '{', '}'})
		return err
	}),
	childOther: bad(func(_ frame.Header, out io.Writer) error {
		return frame.Write(out, frame.Header{Kind: frame.Result}, []byte(`{"document_id":"another"}`))
	}),
	childShow: bad(func(header frame.Header, out io.Writer) error {
		if header.Kind != frame.ViewPage {
			return frame.Write(out, frame.Header{Kind: frame.Progress, Done: 1, Total: 2}, nil)
		}
		pixels := &frame.Pixels{Columns: 1, Rows: 1, Depth: 1, Width: 595, Height: 842}
		return frame.Write(out, frame.Header{Kind: frame.Picture, Pixels: pixels}, []byte{7})
	}),
	childDraw: bad(func(_ frame.Header, out io.Writer) error {
		pixels := &frame.Pixels{Columns: 100, Rows: 100, Depth: 4}
		return frame.Write(out, frame.Header{Kind: frame.Picture, Pixels: pixels}, []byte{7})
	}),
	childEnv: bad(func(_ frame.Header, out io.Writer) error {
		return frame.Write(out, frame.Header{Kind: frame.Failure, Error: &frame.Error{Code: "test", Cause: fmt.Sprint(os.Environ())}}, nil)
	}),
	childRogue: func(ctx context.Context, in io.Reader, out io.Writer) error {
		if err := confine.Reenter(); err != nil {
			return err
		}
		confine.Seccomp()
		return bad(func(_ frame.Header, out io.Writer) error {
			return frame.Write(out, frame.Header{Kind: frame.Failure, Error: &frame.Error{Code: "test", Cause: escapes(os.Args[2]).Error()}}, nil)
		})(ctx, in, out)
	},
	childOnce: func(ctx context.Context, in io.Reader, out io.Writer) error {
		marker := os.Args[2]
		if _, err := os.Stat(marker); err == nil {
			return child.Main(ctx, in, out, child.Config{})
		}
		return bad(func(frame.Header, io.Writer) error {
			if err := os.WriteFile(marker, nil, 0o600); err != nil {
				return err
			}
			return errBurst
		})(ctx, in, out)
	},
}

// bad returns a reader that gets ready and then does the deed with each document.
func bad(deed func(frame.Header, io.Writer) error) func(context.Context, io.Reader, io.Writer) error {
	return func(_ context.Context, in io.Reader, out io.Writer) error {
		if _, _, err := frame.Read(in, 0); err != nil {
			return err
		}
		if err := frame.Write(out, frame.Header{Kind: frame.Ready}, nil); err != nil {
			return err
		}
		for {
			header, _, err := frame.Read(in, child.MaxDocumentBytes)
			if err != nil {
				return err
			}
			if err := deed(header, out); err != nil {
				return err
			}
		}
	}
}
