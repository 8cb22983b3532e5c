package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// replaceRaw puts the second copy's bytes in the place of damaged ones. Without them everything stays as it is.
func (m *mending) replaceRaw(ctx context.Context, key lake.Key) error {
	content, err := m.copyOf(ctx, key)
	if content == nil || err != nil {
		return err
	}
	if err := m.setAside(ctx, key); err != nil {
		return err
	}
	_, err = m.Objects.PutIfAbsent(ctx, key, content)
	return err
}

// copyOf returns the second copy of an object if it has a sound one, else nil.
func (m *mending) copyOf(ctx context.Context, key lake.Key) ([]byte, error) {
	parsed, ok := lake.ParseKey(key)
	if m.Copy == nil || !ok {
		return nil, nil
	}
	content, err := m.Copy.Get(ctx, key)
	if err != nil { // not there, or out of reach: a later sync brings what is set aside now
		return nil, ctx.Err()
	}
	if parsed.Kind == lake.RawObject && lake.NewDocumentID(content) != parsed.Name.ID() ||
		parsed.Kind != lake.RawObject && lake.NewContentID(content) != parsed.Content {
		return nil, nil // damaged there too
	}
	return content, nil
}

// adoptOrphan gets the bytes that results belong to; if nobody has them the results are set aside.
func (m *mending) adoptOrphan(ctx context.Context, p lake.Problem) error {
	keys, err := m.objectsOf(ctx, p.Document)
	if err != nil {
		return err
	}
	for _, key := range keys {
		parsed, _ := lake.ParseKey(key)
		for _, f := range intake.Formats() {
			raw := lake.RawKey(parsed.Name, f.Ext)
			content, err := m.copyOf(ctx, raw)
			if err != nil {
				return err
			}
			if content != nil {
				_, err := m.Objects.PutIfAbsent(ctx, raw, content)
				return err
			}
		}
	}
	for _, key := range keys {
		if err := m.setAside(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// objectsOf returns the keys of a document's objects that have not been set aside.
func (m *mending) objectsOf(ctx context.Context, id lake.DocumentID) ([]lake.Key, error) {
	if m.index == nil {
		m.index = map[lake.DocumentID][]lake.Key{}
		for info, err := range m.Objects.List(ctx, lake.BronzePrefix) {
			if err != nil {
				return nil, err
			}
			if parsed, ok := lake.ParseKey(info.Key); ok && parsed.Kind != lake.DecisionObject {
				m.index[parsed.Name.ID()] = append(m.index[parsed.Name.ID()], info.Key)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(m.index[id]), func(key lake.Key) bool { return m.moved[key] }), nil
}

// replaceObject sets a damaged object aside and puts the second copy's in its place. Without one, stages make it again.
func (m *mending) replaceObject(ctx context.Context, p lake.Problem) error {
	content, err := m.copyOf(ctx, p.Key)
	if err != nil {
		return err
	}
	if err := m.setAside(ctx, p.Key); err != nil {
		return err
	}
	if content != nil {
		_, err := m.Objects.PutIfAbsent(ctx, p.Key, content)
		return err
	}
	parsed, _ := lake.ParseKey(p.Key)
	switch parsed.Kind {
	case lake.OriginObject:
		return m.writeOrigin(ctx, p.Key)
	case lake.TextObject, lake.WordsObject:
		m.again = append(m.again, p.Document)
	case lake.RawObject, lake.ParsedObject, lake.FailureObject, lake.DecisionObject:
		// made again when the node starts, or lost
	}
	return nil
}

// writeOrigin tells of a document what can still be told, if no other record of a drop is there.
func (m *mending) writeOrigin(ctx context.Context, key lake.Key) error {
	parsed, _ := lake.ParseKey(key)
	keys, err := m.objectsOf(ctx, parsed.Name.ID())
	if err != nil {
		return err
	}
	for _, other := range keys {
		p, _ := lake.ParseKey(other)
		if p.Kind == lake.OriginObject {
			return nil
		}
	}
	for _, raw := range keys {
		p, _ := lake.ParseKey(raw)
		if p.Kind != lake.RawObject {
			continue
		}
		content, err := m.Objects.Get(ctx, raw)
		if err != nil {
			return err
		}
		origin, err := json.Marshal(lake.Origin{
			Document: p.Name.ID(), FileName: p.Name.Stem() + p.Ext, Size: int64(len(content)), MediaType: mediaType(p.Ext),
			Source: "repair", At: m.at.UTC().Format(time.RFC3339),
		})
		if err != nil {
			return fmt.Errorf("encode origin: %w", err)
		}
		_, err = m.Objects.PutIfAbsent(ctx, lake.OriginKey(p.Name, origin), origin)
		return err
	}
	return nil
}

func mediaType(ext string) string {
	for _, f := range intake.Formats() {
		if f.Ext == ext {
			return f.MediaType
		}
	}
	return "application/octet-stream"
}
