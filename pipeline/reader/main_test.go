package reader_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"wattlake/pipeline/reader/child"
)

// The test program is its own reader: started with one of these arguments it is a reader process, good or bad.
const (
	childRead   = "reader-child"        // the real one
	childHang   = "reader-child-hang"   // gets ready, then never answers
	childEat    = "reader-child-eat"    // gets ready, then eats memory
	childCrash  = "reader-child-crash"  // gets ready, then dies with each document
	childCrash1 = "reader-child-crash1" // dies with its first document if the marker file does not exist yet
	childMute   = "reader-child-mute"   // never gets ready
	childLie    = "reader-child-lie"    // announces a frame of gigabytes
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
	os.Exit(m.Run())
}

var children = map[string]func(context.Context, io.Reader, io.Writer) error{
	childRead: func(ctx context.Context, in io.Reader, out io.Writer) error {
		return child.Main(ctx, in, out, child.Config{})
	},
}
