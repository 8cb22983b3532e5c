package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// verifyParallel is how many objects are read at the same time.
const verifyParallel = 4

// objects compares every Bronze object with its name and fills the catalogue with the sound ones.
func (c *check) objects(ctx context.Context) error {
	var infos []lake.ObjectInfo
	for _, layer := range []lake.Key{lake.BronzePrefix, lake.SilverPrefix, lake.GoldPrefix} {
		for info, err := range c.Objects.List(ctx, layer) {
			if err != nil {
				return fmt.Errorf("list %s: %w", layer, err)
			}
			infos = append(infos, info)
		}
	}
	verdicts := make([]lake.Problem, len(infos))
	if err := c.judgeAll(ctx, infos, verdicts); err != nil {
		return err
	}
	for i, p := range verdicts {
		if p.Code == "" {
			continue
		}
		p.Key = infos[i].Key
		if p.Document != "" {
			c.tainted[p.Document] = true
		}
		if strings.HasPrefix(string(p.Key), lake.DecisionPrefix) && p.Code == lake.ProblemDamaged {
			c.blind = true
		}
		c.report(p)
	}
	return nil
}

func (c *check) judgeAll(ctx context.Context, infos []lake.ObjectInfo, verdicts []lake.Problem) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(verifyParallel)
	for i, info := range infos {
		if inner.Err() != nil {
			break
		}
		c.update(lake.CheckProgress{Step: "objects", Done: i, Total: len(infos)})
		group.Go(func() (err error) {
			verdicts[i], err = c.judge(inner, info.Key)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// judge tells what is wrong with one object; a lake.Problem without a code means nothing.
func (c *check) judge(ctx context.Context, key lake.Key) (lake.Problem, error) {
	if !strings.HasPrefix(string(key), lake.BronzePrefix) {
		if isTableObject(key) {
			return lake.Problem{}, nil
		}
		return lake.Problem{Code: lake.ProblemUnknown}, nil
	}
	parsed, ok := lake.ParseKey(key)
	if !ok {
		return lake.Problem{Code: lake.ProblemUnknown}, nil
	}
	content, err := c.Objects.Get(ctx, key)
	switch {
	case lake.CodeOf(err) == lake.CodeNotFound:
		return lake.Problem{}, nil // taken away since it was listed
	case err != nil:
		return lake.Problem{}, fmt.Errorf("read %s: %w", key, err)
	}
	return c.judgeContent(parsed, content), nil
}

func (c *check) judgeContent(parsed lake.ParsedBronzeKey, content []byte) lake.Problem {
	id := parsed.Name.ID()
	switch {
	case parsed.Kind == lake.RawObject && lake.NewDocumentID(content) != id:
		c.bronze.Add(parsed) // damaged, but not missing
		return lake.Problem{Code: lake.ProblemRawDamaged, Document: id}
	case parsed.Kind == lake.DecisionObject:
		if _, err := c.bronze.AddDecision(content); err != nil || lake.NewContentID(content) != parsed.Content {
			return lake.Problem{Code: lake.ProblemDamaged}
		}
		return lake.Problem{}
	case parsed.Kind != lake.RawObject && lake.NewContentID(content) != parsed.Content:
		return lake.Problem{Code: lake.ProblemDamaged, Document: id}
	}
	c.bronze.Add(parsed)
	return lake.Problem{}
}

// isTableObject reports whether the key is one that a Delta table in 02_silver or 03_gold may have: its log, hidden files,
// and Parquet files, whether or not the newest version names them.
func isTableObject(key lake.Key) bool {
	parts := strings.Split(string(key), "/")
	if len(parts) < 3 {
		return false
	}
	return strings.HasPrefix(parts[2], "_") || strings.HasPrefix(parts[2], ".") || strings.HasSuffix(parts[len(parts)-1], ".parquet")
}

// documents looks for what is missing around each document.
func (c *check) documents(ctx context.Context) error {
	ids := c.allDocuments()
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.bronze.Erased(id) {
			c.report(lake.Problem{Code: lake.ProblemErased, Document: id, Key: c.anyKey(id)})
			continue
		}
		if c.tainted[id] {
			continue
		}
		if err := c.document(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (c *check) document(ctx context.Context, id lake.DocumentID) error {
	a := c.bronze.Artefacts(id)
	if len(a.Raw) == 0 {
		if !c.Partial {
			c.tainted[id] = true
			c.report(lake.Problem{Code: lake.ProblemRawMissing, Document: id, Key: c.anyKey(id)})
		}
		return nil
	}
	if c.Busy {
		return nil
	}
	if len(a.Origins) == 0 {
		c.report(lake.Problem{Code: lake.ProblemNoOrigin, Document: id, Key: c.anyKey(id)})
	}
	if len(a.Parsed) > 0 && (len(a.Words) == 0 || len(a.Texts) == 0) {
		c.report(lake.Problem{Code: lake.ProblemNoText, Document: id, Key: c.anyKey(id)})
	}
	facts, err := c.bronze.Facts(ctx, id)
	if err != nil {
		return err
	}
	if !facts.Status().Final() {
		c.report(lake.Problem{Code: lake.ProblemUnfinished, Document: id, Key: c.anyKey(id)})
	}
	return nil
}

// allDocuments lists the documents of which any object is here, those without bytes too.
func (c *check) allDocuments() []lake.DocumentID {
	ids := c.bronze.Listed()
	slices.SortFunc(ids, func(a, b lake.DocumentID) int { return cmp.Compare(c.anyKey(a), c.anyKey(b)) })
	return ids
}

// anyKey is the key that tells people best which document is meant.
func (c *check) anyKey(id lake.DocumentID) lake.Key {
	a := c.bronze.Artefacts(id)
	keys := a.All()
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}
