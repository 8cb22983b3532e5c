package httpapi

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"wattlake/lake"
)

type approvalInput struct {
	Body struct {
		Documents  []string `json:"documents" minItems:"1" maxItems:"500" nullable:"false" doc:"Ids or file names of documents whose invoices are right as they stand"`
		ApprovedBy string   `json:"approved_by" minLength:"1" maxLength:"200" doc:"Who says so"`
	}
}

// ApprovedJSON names the approved documents.
type ApprovedJSON struct {
	ApprovedBy string            `json:"approved_by"`
	Documents  []lake.DocumentID `json:"documents" nullable:"false"`
}

type approvalOutput struct{ Body ApprovedJSON }

// approve approves all named documents, or none if one of them cannot be.
func (s *Server) approve(ctx context.Context, in *approvalInput) (*approvalOutput, error) {
	by := strings.TrimSpace(in.Body.ApprovedBy)
	if by == "" {
		return nil, usage("Nie wiadomo, kto zatwierdza.", "It is not said who approves.", "Wypełnij approved_by.", "Fill in approved_by.")
	}
	ids := []lake.DocumentID{}
	for _, name := range in.Body.Documents {
		d, err := s.resolveOne(ctx, name)
		if err != nil {
			return nil, err
		}
		if d.Status == lake.Failed || d.Status == lake.Waiting {
			return nil, nothingToApprove(d.FileName)
		}
		if !slices.Contains(ids, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	if err := s.node.ApproveAs(ctx, by, ids); err != nil {
		return nil, err
	}
	s.logger.InfoContext(ctx, "invoices approved", "approved_by", by, "documents", ids, "request_id", infoOf(ctx).id)
	return &approvalOutput{Body: ApprovedJSON{ApprovedBy: by, Documents: ids}}, nil
}

func nothingToApprove(file string) error {
	return withStatus(http.StatusConflict, &lake.Error{
		Code: lake.CodeConflict, Op: "http: approve",
		Message: lake.Text{PL: "W pliku „" + file + "” nie ma faktury do zatwierdzenia.", EN: "There is no invoice to approve in “" + file + "”."},
		Hint:    lake.Text{PL: "Sprawdź stan dokumentu: GET /invoices/status/….", EN: "Look at the document's state: GET /invoices/status/…."},
	})
}
