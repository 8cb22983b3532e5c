package bronze

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"wattlake/lake"
)

// Get returns the content of an object, or an error with [lake.CodeNotFound].
func (c *Catalogue) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	return c.store.Get(ctx, key)
}

// load decodes an object. One that cannot be decoded gives an error with [lake.CodeCorrupt].
func (c *Catalogue) load(ctx context.Context, key lake.Key, into any) error {
	content, err := c.store.Get(ctx, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return damaged(key, err)
	}
	return nil
}

func damaged(key lake.Key, err error) error {
	return &lake.Error{
		Code: lake.CodeCorrupt, Op: "bronze: load " + string(key), Err: err,
		Message: lake.Text{PL: "Obiekt w jeziorze jest uszkodzony: " + string(key) + ".", EN: "An object in the lake is damaged: " + string(key) + "."},
		Hint:    lake.Text{PL: "Napraw jezioro: wattlake verify --repair.", EN: "Repair the lake: wattlake verify --repair."},
	}
}

// Facts loads everything that Bronze says about the document.
func (c *Catalogue) Facts(ctx context.Context, id lake.DocumentID) (lake.Facts, error) {
	a := c.Artefacts(id)
	facts := lake.Facts{ID: id, Decisions: c.Decisions(id)}
	for _, key := range a.Parsed {
		var parsed lake.Parsed
		if err := c.load(ctx, key, &parsed); err != nil {
			return lake.Facts{}, err
		}
		facts.Parsed = append(facts.Parsed, lake.StoredParsed{Key: key, Parsed: parsed})
	}
	for _, key := range a.Failures {
		var failure lake.Failure
		if err := c.load(ctx, key, &failure); err != nil {
			return lake.Facts{}, err
		}
		parsedKey, _ := lake.ParseKey(key)
		facts.Failures = append(facts.Failures, lake.StoredFailure{Content: parsedKey.Content, Failure: failure})
	}
	return facts, nil
}

// Words loads the newest reading of the document; ok is false if it has none.
func (c *Catalogue) Words(ctx context.Context, id lake.DocumentID) (text lake.PageText, key lake.Key, ok bool, err error) {
	for _, candidate := range c.Artefacts(id).Words {
		var loaded lake.PageText
		if err := c.load(ctx, candidate, &loaded); err != nil {
			return lake.PageText{}, "", false, err
		}
		if !ok || loaded.Reader > text.Reader || (loaded.Reader == text.Reader && candidate > key) {
			text, key, ok = loaded, candidate, true
		}
	}
	return text, key, ok, nil
}

// Origins loads the records of the document's drops, oldest first.
func (c *Catalogue) Origins(ctx context.Context, id lake.DocumentID) ([]lake.Origin, error) {
	var origins []lake.Origin
	for _, key := range c.Artefacts(id).Origins {
		var origin lake.Origin
		if err := c.load(ctx, key, &origin); err != nil {
			return nil, err
		}
		origins = append(origins, origin)
	}
	slices.SortFunc(origins, func(x, y lake.Origin) int {
		return cmp.Or(strings.Compare(x.At, y.At), strings.Compare(x.FileName, y.FileName))
	})
	return origins, nil
}
