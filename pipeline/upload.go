package pipeline

import (
	"context"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// Upload copies one document that is in memory into Bronze and announces it; the stages go on by themselves. known says that
// the same bytes were here before. When it returns without an error the document survives a power cut. source is who asks,
// see [lake.Origin].
func (n *Node) Upload(ctx context.Context, fileName string, content []byte, source string) (id lake.DocumentID, known bool, err error) {
	if intake.IsContainer(content) {
		return "", false, refuse(lake.CodeNotADocument, "To jest archiwum lub wiadomość, a tu przyjmowany jest jeden dokument.",
			"This is an archive or a mail, and one document at a time is taken here.",
			"Prześlij dokumenty z jego wnętrza.", "Send the documents that are in it.")
	}
	in, err := n.ingestBytes(ctx, dropped{fileName: fileName, content: content, source: source})
	return in.document, in.known, err
}
