package pipeline

import (
	"context"

	"wattlake/lake"
)

// Upload copies one document that is in memory into Bronze and announces it; the stages go on by themselves. known says that
// the same bytes were here before. When it returns without an error the document survives a power cut. source is who asks,
// see [lake.Origin].
func (n *Node) Upload(ctx context.Context, fileName string, content []byte, source string) (id lake.DocumentID, known bool, err error) {
	in, err := n.ingestBytes(ctx, fileName, content, source)
	return in.document, in.known, err
}
