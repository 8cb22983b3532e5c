package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"wattlake/lake"
)

// read is the stage from bytes to words: raw document → .txt and .words.json → invoice_ocr_completed.
func (n *stages) read(ctx context.Context, event lake.BronzeEvent) Outcome {
	id := event.Document
	if !event.Replay {
		if text, _, ok, err := n.bronze.Words(ctx, id); err != nil || ok {
			return n.afterRead(id, text, false, err)
		}
	}
	key := n.bronze.RawKey(id)
	parsedKey, ok := lake.ParseKey(key)
	if !ok {
		return Snooze(notHereYet("bytes", id))
	}
	content, err := n.bronze.Get(ctx, key)
	if err != nil {
		return outcomeOf(err)
	}
	var attached []attachedFile
	reading, end := n.tracker.cancellable(ctx, id)
	request := ReadRequest{
		Document: id, Ext: parsedKey.Ext, Content: content,
		Attach: func(name string, content []byte) { attached = append(attached, attachedFile{name, content}) },
	}
	text, err := unlocked(reading, n.passwords, id, func(password string) (lake.PageText, error) {
		request.Password = password
		return n.readPages(reading, request)
	})
	if err != nil && reading.Err() != nil && ctx.Err() == nil {
		err = readCancelled(err)
	}
	end()
	links, adoptErr := n.adoptAttached(ctx, id, attached)
	if len(links) > 0 {
		n.attached.Store(id, links)
	}
	switch {
	case err != nil: // what is attached is a document all the same
		return outcomeOf(err)
	case adoptErr != nil:
		return outcomeOf(adoptErr)
	}
	text.Attachments = links
	return n.storeWords(ctx, text, event.Replay)
}

func (n *stages) readPages(ctx context.Context, request ReadRequest) (lake.PageText, error) {
	if request.Ext == ".xml" {
		return xmlText(request)
	}
	return n.reader.Read(ctx, request, func(done, total int) { n.tracker.page(request.Document, done, total) })
}

// storeWords writes the text first: the words object is what says that the document was read.
func (n *stages) storeWords(ctx context.Context, text lake.PageText, replay bool) Outcome {
	name := n.bronze.Name(text.Document)
	plain := []byte(text.Text())
	words, err := json.Marshal(text)
	if err != nil {
		return Retry(fmt.Errorf("encode words: %w", err))
	}
	if _, err := n.bronze.Put(ctx, lake.TextKey(name, plain), plain); err != nil {
		return outcomeOf(err)
	}
	if _, err := n.bronze.Put(ctx, lake.WordsKey(name, words), words); err != nil {
		return outcomeOf(err)
	}
	return n.afterRead(text.Document, text, replay, nil)
}

func (n *stages) afterRead(id lake.DocumentID, text lake.PageText, replay bool, err error) Outcome {
	if err != nil {
		return outcomeOf(err)
	}
	plain := []byte(text.Text())
	event, err := n.bronze.StageEvent(lake.TopicRead, id, lake.TextKey(n.bronze.Name(id), plain), plain, replay)
	if err != nil {
		return Retry(err)
	}
	return Done(event)
}

// maxXMLText bounds the text that is taken from an XML document, in bytes.
const maxXMLText = 8 << 20

// xmlText makes one page of the text nodes of an XML document, so that it can be searched like any other. The invoice itself
// is read from the XML by the parse stage.
func xmlText(request ReadRequest) (lake.PageText, error) {
	page := lake.Page{Number: 1, Source: lake.SourceXML}
	size := 0
	decoder := xml.NewDecoder(bytes.NewReader(request.Content))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return lake.PageText{Document: request.Document, Pages: []lake.Page{page}}, nil
		}
		if err != nil {
			return lake.PageText{}, &lake.Error{
				Code: lake.CodeDamaged, Op: "pipeline: read", Err: err,
				Message: lake.Text{PL: "Plik XML jest uszkodzony.", EN: "The XML file is damaged."},
				Hint:    lake.Text{PL: "Pobierz fakturę jeszcze raz z KSeF.", EN: "Download the invoice from KSeF again."},
			}
		}
		data, ok := token.(xml.CharData)
		if !ok {
			continue
		}
		if size += len(data); size > maxXMLText {
			return lake.PageText{}, &lake.Error{
				Code: lake.CodeTooLarge, Op: "pipeline: read",
				Message: lake.Text{PL: "Plik XML zawiera zbyt wiele tekstu.", EN: "The XML file holds too much text."},
				Hint:    lake.Text{PL: "Sprawdź, czy to jest faktura.", EN: "Check that it is an invoice."},
			}
		}
		fields := strings.Fields(string(data))
		if len(fields) > 0 {
			page.Lines = append(page.Lines, len(page.Words))
		}
		for _, word := range fields {
			page.Words = append(page.Words, lake.Word{Text: word, Confidence: 1})
		}
	}
}
