package pipeline_test

import (
	"context"
	"errors"
	"image"
	"maps"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// memoryKeeper stands for the system's keyring: it outlives nodes and may be locked.
type memoryKeeper struct {
	kept   map[string]string
	locked error
}

func (k *memoryKeeper) Load(context.Context) (map[string]string, error) {
	return maps.Clone(k.kept), k.locked
}

func (k *memoryKeeper) Save(_ context.Context, passwords map[string]string) error {
	k.kept = maps.Clone(passwords)
	return k.locked
}

// A password given once opens the seller's other documents: in this session, and after a restart if it was to be kept.
func TestPasswordIsKeptForTheSeller(t *testing.T) {
	b, keeper := newBench(t), &memoryKeeper{}
	b.params = func(p *pipeline.Params) { p.Passwords = keeper }
	r := b.start(t, nil)
	files := drop(t, pipelinetest.Locked, pipelinetest.Locked+"a", pipelinetest.Locked+"b")
	first := r.ingest(t, files[0])[0]
	if first.Code != lake.CodeNeedsPassword {
		t.Fatalf("nobody knows the password yet: %+v", first)
	}
	for _, password := range []string{"wrong", "secret"} {
		if err := r.Unlock(t.Context(), first.Document, password, true); err != nil {
			t.Fatal(err)
		}
		r.settle(t)
		if len(keeper.kept) != 0 && password == "wrong" {
			t.Fatalf("a wrong password was kept: %v", keeper.kept)
		}
	}
	if keeper.kept["1112223332"] != "secret" {
		t.Fatalf("kept: %v", keeper.kept)
	}
	if got := r.ingest(t, files[1])[0]; got.Status != lake.Ready {
		t.Errorf("the second document in this session: %+v", got)
	}
	r.stop()
	again := b.start(t, nil)
	if got := again.ingest(t, files[2])[0]; got.Status != lake.Ready {
		t.Errorf("the third one after a restart: %+v", got)
	}
}

// The keyring that was not there when the program asked first is asked again when a person wants to keep a password.
func TestKeyringThatIsUnlockedLater(t *testing.T) {
	b, keeper := newBench(t), &memoryKeeper{locked: &lake.Error{Code: lake.CodeMissingTool}}
	b.params = func(p *pipeline.Params) { p.Passwords = keeper }
	r := b.start(t, nil)
	first := r.ingest(t, drop(t, pipelinetest.Locked)...)[0]
	keeper.locked = nil
	if err := errors.Join(r.CanKeepPasswords(t.Context()), r.Unlock(t.Context(), first.Document, "secret", true), r.Settle(t.Context())); err != nil {
		t.Fatal(err)
	}
	if keeper.kept["1112223332"] != "secret" {
		t.Errorf("kept: %v", keeper.kept)
	}
}

// muteKeeper stands for a keyring that does not answer: it says that it was asked, and waits until nobody wants to know any more.
type muteKeeper struct{ asked chan struct{} }

func (k muteKeeper) Load(ctx context.Context) (map[string]string, error) {
	close(k.asked)
	<-ctx.Done()
	return nil, ctx.Err()
}

func (k muteKeeper) Save(context.Context, map[string]string) error { return nil }

// While the keyring is silent, a person can give the password of another document, and who gives up waiting is let go.
func TestKeyringThatDoesNotAnswer(t *testing.T) {
	b, keeper := newBench(t), muteKeeper{asked: make(chan struct{})}
	b.params = func(p *pipeline.Params) { p.Passwords, p.Pages = keeper, lockedRenderer{} }
	r := b.start(t, nil)
	results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: drop(t, pipelinetest.Locked), Password: "secret"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.stop()
	r = b.start(t, nil)
	looking, stopLooking := context.WithCancel(t.Context())
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		_, _ = r.PageImage(looking, results[0].Document, 1, 0) // whether it opens with the password that is given meanwhile is no matter
	}()
	<-keeper.asked
	if err := r.Unlock(t.Context(), results[0].Document, "secret", false); err != nil {
		t.Error(err)
	}
	if _, err := r.PageImage(t.Context(), results[0].Document, 1, 0); err != nil {
		t.Errorf("a page whose password a person gave: %v", err)
	}
	stopLooking()
	<-looked
}

// lockedRenderer draws for those who know the password.
type lockedRenderer struct{}

func (lockedRenderer) RenderPage(_ context.Context, request pipeline.PageRequest) (pipeline.PagePicture, error) {
	if request.Password != "secret" {
		return pipeline.PagePicture{}, &lake.Error{Code: lake.CodeNeedsPassword}
	}
	return pipeline.PagePicture{Image: image.NewGray(image.Rect(0, 0, 1, 1))}, nil
}

// A document that was read yesterday with a password that is kept can be looked at today.
func TestPageOfAnEncryptedDocumentAfterARestart(t *testing.T) {
	b, keeper := newBench(t), &memoryKeeper{}
	b.params = func(p *pipeline.Params) { p.Passwords, p.Pages = keeper, lockedRenderer{} }
	r := b.start(t, nil)
	request := pipeline.IngestRequest{Paths: drop(t, pipelinetest.Locked), Password: "secret", KeepPassword: true}
	results, err := r.Ingest(t.Context(), request, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.stop()
	if _, err := b.start(t, nil).PageImage(t.Context(), results[0].Document, 1, 0); err != nil {
		t.Error(err)
	}
}

// Without a keyring the password works until the program ends, and the person is told so.
func TestPasswordWithoutAKeyring(t *testing.T) {
	for name, keeper := range map[string]pipeline.PasswordKeeper{
		"none": nil, "locked": &memoryKeeper{locked: &lake.Error{Code: lake.CodeMissingTool, Message: lake.Text{PL: "Brak.", EN: "None."}}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.params = func(p *pipeline.Params) { p.Passwords = keeper }
			r := b.start(t, nil)
			if err := r.CanKeepPasswords(t.Context()); lake.CodeOf(err) != lake.CodeMissingTool {
				t.Errorf("want a missing tool, got %v", err)
			}
			files := drop(t, pipelinetest.Locked, pipelinetest.Locked+"a")
			results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: files[:1], Password: "secret", KeepPassword: true}, nil)
			if err != nil || results[0].Status != lake.Ready {
				t.Fatalf("%+v, %v", results, err)
			}
			if got := r.ingest(t, files[1])[0]; got.Status != lake.Ready {
				t.Errorf("the second document in this session: %+v", got)
			}
			r.stop()
			if got := b.start(t, nil).ingest(t, drop(t, pipelinetest.Locked+"b")...)[0]; got.Code != lake.CodeNeedsPassword {
				t.Errorf("after a restart: %+v", got)
			}
		})
	}
}
