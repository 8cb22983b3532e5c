package lake

// InvoiceOrder names what a page of invoices is sorted by; rows that are equal in it go by their keys.
type InvoiceOrder string

// The orders.
const (
	OrderIssued      InvoiceOrder = "issue_date"
	OrderNumber      InvoiceOrder = "number"
	OrderSeller      InvoiceOrder = "seller_name"
	OrderPeriod      InvoiceOrder = "period_start"
	OrderNet         InvoiceOrder = "net"
	OrderGross       InvoiceOrder = "gross"
	OrderConsumption InvoiceOrder = "consumption_kwh"
	OrderStatus      InvoiceOrder = "status"
)

// InvoiceFilter asks for one page of invoices. Zero values do not narrow.
type InvoiceFilter struct {
	Order      InvoiceOrder // required
	Descending bool
	Limit      int // rows on the page
	Offset     int // rows before it

	From, To  Date   // of issue, both included
	Kind      Kind   //
	Status    Status //
	SellerNIP string
	PPE       string // exact code, as the invoice has it
	Text      string // part of the number or of a name, whatever its case
}
