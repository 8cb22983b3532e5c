package child

import (
	"bytes"

	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/lake"
)

// The bounds of what is taken out of one PDF.
const (
	maxAttachments     = 50        // files that are looked at
	maxAttachedFiles   = 20        // files that are handed over
	maxAttachmentBytes = 100 << 20 // of all that are handed over
	invoiceWindow      = 4096      // bytes within which an XML invoice shows that it is one
)

// attachment is a file inside a PDF.
type attachment struct {
	name    string
	content []byte
}

// attachments returns the documents that are attached to the PDF: other PDFs and KSeF invoices. What cannot be read is left
// out: the pages count all the same.
func (d *pdfDocument) attachments() []attachment {
	count, err := d.pdf.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.ref})
	if err != nil {
		return nil
	}
	var found []attachment
	rest := maxAttachmentBytes
	for i := range min(count.AttachmentCount, maxAttachments) {
		a, ok := d.attachment(i)
		if !ok || len(a.content) > min(rest, lake.MaxDocumentBytes) {
			continue
		}
		rest -= len(a.content)
		if found = append(found, a); len(found) == maxAttachedFiles {
			break
		}
	}
	return found
}

func (d *pdfDocument) attachment(index int) (attachment, bool) {
	handle, err := d.pdf.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: d.ref, Index: index})
	if err != nil {
		return attachment{}, false
	}
	file, err := d.pdf.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: handle.Attachment})
	if err != nil || !isPDF(file.Contents) && !isInvoiceXML(file.Contents) {
		return attachment{}, false
	}
	a := attachment{content: file.Contents}
	if name, err := d.pdf.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: handle.Attachment}); err == nil {
		a.name = name.Name
	}
	return a, true
}

// isInvoiceXML reports whether the content is a KSeF invoice, with or without a prefix for its name space.
func isInvoiceXML(content []byte) bool {
	head := content[:min(len(content), invoiceWindow)]
	return bytes.Contains(head, []byte("<Faktura")) || bytes.Contains(head, []byte(":Faktura"))
}
