package pipeline

import (
	"context"
	"encoding/json"
	"fmt"

	"wattlake/lake"
)

// parse is the stage from words to invoices: .words.json → parsed .json → invoice_parsed. It runs again on every event: the
// result is deterministic, so that the same words give the same object.
func (n *stages) parse(ctx context.Context, event lake.BronzeEvent) Outcome {
	id := event.Document
	text, wordsKey, ok, err := n.bronze.Words(ctx, id)
	switch {
	case err != nil:
		return outcomeOf(err)
	case !ok:
		return Snooze(notHereYet("words", id))
	}
	parsed, err := n.extract(ctx, id, text)
	if err != nil {
		return outcomeOf(err)
	}
	if key, ok := lake.ParseKey(wordsKey); ok {
		parsed.Words = key.Content
	}
	content, err := json.Marshal(parsed)
	if err != nil {
		return Retry(fmt.Errorf("encode parsed invoices: %w", err))
	}
	if err := n.passwords.learn(ctx, id, parsed.Invoices); err != nil {
		n.logger.WarnContext(ctx, "the password was not kept", "document", id, "error", err)
	}
	key := lake.ParsedKey(n.bronze.Name(id), content)
	if _, err := n.bronze.Put(ctx, key, content); err != nil {
		return outcomeOf(err)
	}
	next, err := n.bronze.StageEvent(lake.TopicParsed, id, key, content, event.Replay)
	if err != nil {
		return Retry(err)
	}
	return Done(next)
}

func (n *stages) extract(ctx context.Context, id lake.DocumentID, text lake.PageText) (lake.Parsed, error) {
	parsed := lake.Parsed{Document: id, Parser: n.extractor.Ordinal(), Source: text.Source()}
	if invoices, ok := n.attachedInvoice(ctx, text); ok {
		parsed.Source, parsed.Invoices = lake.SourceXML, invoices
		return parsed, nil
	}
	if parsed.Source != lake.SourceXML {
		parsed.Invoices, parsed.Rules = n.extractWords(text)
		return parsed, nil
	}
	content, err := n.bronze.Get(ctx, n.bronze.RawKey(id))
	if err != nil {
		return lake.Parsed{}, err
	}
	parsed.Invoices, err = n.xml.ExtractXML(content)
	return parsed, err
}
