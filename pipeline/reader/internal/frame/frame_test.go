package frame_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

func TestFramesComeBack(t *testing.T) {
	t.Parallel()
	header := frame.Header{Kind: frame.Request, Document: "d", Ext: ".pdf", Password: "zażółć"}
	content := bytes.Repeat([]byte("x"), 3<<20)
	var stream bytes.Buffer
	if err := frame.Write(&stream, header, content); err != nil {
		t.Fatal(err)
	}
	got, gotContent, err := frame.Read(&stream, 3<<20)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(header, got); diff != "" || !bytes.Equal(content, gotContent) {
		t.Errorf("header (-want +got):\n%s%d bytes of content", diff, len(gotContent))
	}
	if _, _, err := frame.Read(&stream, 1); !errors.Is(err, io.EOF) {
		t.Errorf("after the last frame: %v", err)
	}
}

func TestBadFramesAreRefused(t *testing.T) {
	t.Parallel()
	var whole bytes.Buffer
	if err := frame.Write(&whole, frame.Header{Kind: frame.Result}, []byte("12345")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		stream []byte
		want   error
	}{
		{"more content than allowed", whole.Bytes(), frame.ErrTooLarge},
		{"header of gigabytes", []byte{0xff, 0, 0, 0, 0, 0, 0, 0}, frame.ErrTooLarge},
		{"cut in the header", append([]byte{0, 0, 0, 9, 0, 0, 0, 0}, '{'), io.ErrUnexpectedEOF},
		{"cut in the lengths", whole.Bytes()[:3], io.ErrUnexpectedEOF},
	}
	for _, test := range tests {
		if _, _, err := frame.Read(bytes.NewReader(test.stream), 4); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	if err := frame.Write(io.Discard, frame.Header{Password: string(make([]byte, frame.MaxHeader))}, nil); !errors.Is(err, frame.ErrTooLarge) {
		t.Errorf("a long header is sent: %v", err)
	}
}

func TestErrorsComeBack(t *testing.T) {
	t.Parallel()
	sent := &lake.Error{
		Code: lake.CodeDamaged, Op: "op", Message: lake.Text{PL: "źle", EN: "bad"}, Hint: lake.Text{PL: "h", EN: "h"}, Err: io.ErrNoProgress,
	}
	got := frame.FromError(sent).Received()
	if lake.CodeOf(got) != lake.CodeDamaged || got.Error() != sent.Error() {
		t.Errorf("got %v, want %v", got, sent)
	}
	if got := frame.FromError(io.ErrNoProgress).Received(); lake.CodeOf(got) != lake.CodeInternal {
		t.Errorf("a plain error has code %q", lake.CodeOf(got))
	}
}

func FuzzRead(f *testing.F) {
	var whole bytes.Buffer
	if err := frame.Write(&whole, frame.Header{Kind: frame.Progress, Done: 1, Total: 2}, []byte("content")); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add([]byte{0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, '{', '}'})
	f.Fuzz(func(t *testing.T, stream []byte) {
		const most = 1 << 10
		_, content, err := frame.Read(bytes.NewReader(stream), most)
		if err == nil && len(content) > most {
			t.Errorf("%d bytes of content", len(content))
		}
	})
}
