package httpapi

import (
	"context"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// nameInput is the path of the routes about one document.
type nameInput struct {
	Name string `path:"filename" doc:"File name as it was dropped, with or without its extension, or the document's id" example:"faktura_1.pdf"`
}

// StatusJSON is the state of one document.
type StatusJSON struct {
	File      string          `json:"file"`
	Document  lake.DocumentID `json:"document" doc:"The document's id"`
	Status    State           `json:"status" enum:"processing,ready,needs_review,failed"`
	Stage     lake.Stage      `json:"stage" doc:"The stage at work while processing, or the one that failed"`
	Code      lake.Code       `json:"code" doc:"Why it failed, for programs"`
	Reason    string          `json:"reason" doc:"Why it failed or needs review"`
	Hint      string          `json:"hint" doc:"What to do about it"`
	DroppedAt string          `json:"dropped_at" doc:"RFC 3339, UTC"`
}

// OtherJSON is another document of the same name.
type OtherJSON struct {
	File      string          `json:"file"`
	Document  lake.DocumentID `json:"document"`
	Status    State           `json:"status" enum:"processing,ready,needs_review,failed"`
	DroppedAt string          `json:"dropped_at"`
}

type statusBody struct {
	StatusJSON
	Others []OtherJSON `json:"others" nullable:"false" doc:"Older documents of the same name: ask for them by id"`
}

type statusOutput struct{ Body statusBody }

// status answers for the newest document of the name.
func (s *Server) status(ctx context.Context, in *nameInput) (*statusOutput, error) {
	found, err := s.resolve(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	return &statusOutput{Body: statusBody{statusJSON(ctx, found[0]), others(found[1:])}}, nil
}

func statusJSON(ctx context.Context, d pipeline.Document) StatusJSON {
	lang := infoOf(ctx).lang
	j := StatusJSON{File: d.FileName, Document: d.ID, Status: stateOf(d.Status), Stage: d.Stage, Reason: present.DocumentReason(d, lang), DroppedAt: d.DroppedAt}
	if d.Failure != nil {
		j.Code, j.Hint = d.Failure.Code, d.Failure.Hint.In(lang)
	}
	return j
}

func others(documents []pipeline.Document) []OtherJSON {
	list := []OtherJSON{}
	for _, d := range documents {
		list = append(list, OtherJSON{File: d.FileName, Document: d.ID, Status: stateOf(d.Status), DroppedAt: d.DroppedAt})
	}
	return list
}

type parsedBody struct {
	StatusJSON
	Source   lake.TextSource `json:"source" doc:"Where the words come from: xml, text_layer or ocr; empty while nothing is parsed"`
	Invoices []PartJSON      `json:"invoices" nullable:"false" doc:"As they were read, before anybody edited them; empty while processing or failed"`
	Others   []OtherJSON     `json:"others" nullable:"false" doc:"Older documents of the same name: ask for them by id"`
}

type parsedOutput struct{ Body parsedBody }

// parsed answers what was read from the newest document of the name.
func (s *Server) parsed(ctx context.Context, in *nameInput) (*parsedOutput, error) {
	found, err := s.resolve(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	detail, err := s.node.Document(ctx, found[0].ID)
	if err != nil {
		return nil, err
	}
	body := parsedBody{StatusJSON: statusJSON(ctx, detail.Document), Source: detail.Source, Invoices: []PartJSON{}, Others: others(found[1:])}
	for _, reading := range detail.Readings {
		body.Invoices = append(body.Invoices, PartJSON{
			Part: reading.Part, Status: readingStatus(detail.Status, reading), Reason: present.ReviewReason(reading.Findings, infoOf(ctx).lang),
			Invoice: present.NewReadingJSON(reading),
		})
	}
	return &parsedOutput{Body: body}, nil
}

func readingStatus(document lake.Status, reading lake.Reading) lake.Status {
	switch {
	case document == lake.Reviewed:
		return lake.Reviewed
	case reading.Ready():
		return lake.Ready
	default:
		return lake.StatusReview
	}
}

// DeletedJSON names a document that is gone.
type DeletedJSON struct {
	File     string          `json:"file"`
	Document lake.DocumentID `json:"document" doc:"wattlake restore brings it back by this id"`
	Status   lake.Status     `json:"status" enum:"deleted"`
}

type deleteOutput struct{ Body DeletedJSON }

// delete takes a document out of all tables.
func (s *Server) delete(ctx context.Context, in *nameInput) (*deleteOutput, error) {
	d, err := s.resolveOne(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	if err := s.node.Delete(ctx, []lake.DocumentID{d.ID}); err != nil {
		return nil, err
	}
	return &deleteOutput{Body: DeletedJSON{File: d.FileName, Document: d.ID, Status: lake.Deleted}}, nil
}
