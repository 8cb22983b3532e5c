package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
)

// briefQuery reads the columns of [lake.Brief]: days since 1970, and numbers in their smallest unit. Members of lists are
// joined, because lists of structures cost ten times as much to read.
const briefQuery = `SELECT invoice_key, number, kind, seller_name, seller_nip, buyer_name, buyer_nip, ksef_number,
		epoch_ms(issue_date::TIMESTAMP) // 86400000, epoch_ms(due_date::TIMESTAMP) // 86400000,
		epoch_ms(period_start::TIMESTAMP) // 86400000, epoch_ms(period_end::TIMESTAMP) // 86400000, currency,
		(net * 100)::BIGINT, (vat * 100)::BIGINT, (gross * 100)::BIGINT, (amount_due * 100)::BIGINT, (consumption_kwh * 1000)::BIGINT,
		list_aggregate(list_transform(points, lambda p: coalesce(nullif(p.ppe, ''), '` + lake.NoPPE + `')), 'string_agg', ' '),
		coalesce(len(points), 0), list_aggregate(list_transform(points, lambda p: coalesce(p.address, '')), 'string_agg', ' '), status,
		list_aggregate(list_transform(documents, lambda d: d.document_id || ' ' || d.part || ' ' || d.role || ' ' || d.parsed_key), 'string_agg', '|')
	FROM `

// Briefs returns what lists show of all of Silver, in no particular order, and the version that it was read at.
func (w *Warehouse) Briefs(ctx context.Context) (briefs []*lake.Brief, version int64, err error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || len(snapshot.Files) == 0 {
		return nil, snapshot.Version, failed("read invoices", err)
	}
	relation, err := w.silver.rows(ctx, snapshot.Files)
	if err != nil {
		return nil, 0, failed("read invoices", err)
	}
	rows, err := w.db.QueryContext(ctx, briefQuery+relation)
	if err != nil {
		return nil, 0, failed("read invoices", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var parts lake.BriefParts
	for rows.Next() {
		b, err := scanBrief(rows)
		if err != nil {
			return nil, 0, failed("read invoices", err)
		}
		parts.Share(b)
		briefs = append(briefs, b)
	}
	return briefs, snapshot.Version, failed("read invoices", rows.Err())
}

func scanBrief(rows *sql.Rows) (*lake.Brief, error) {
	var (
		texts             [8]sql.NullString
		days              [4]sql.NullInt64
		currency, ppe, at sql.NullString
		status, ref       sql.NullString
		numbers           [5]sql.NullInt64
		points            int
	)
	err := rows.Scan(&texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[5], &texts[6], &texts[7], &days[0], &days[1], &days[2],
		&days[3], &currency, &numbers[0], &numbers[1], &numbers[2], &numbers[3], &numbers[4], &ppe, &points, &at, &status, &ref)
	if err != nil {
		return nil, fmt.Errorf("read row: %w", err)
	}
	return &lake.Brief{
		Key: lake.InvoiceKey(texts[0].String), Number: texts[1].String, KSeFNumber: texts[7].String,
		BriefTraits: &lake.BriefTraits{
			Kind: lake.Kind(texts[2].String), Status: lake.Status(status.String), SellerName: texts[3].String, SellerNIP: texts[4].String,
			BuyerName: texts[5].String, BuyerNIP: texts[6].String, Currency: currency.String,
		},
		BriefDates:  &lake.BriefDates{IssueDate: dayOf(days[0]), DueDate: dayOf(days[1]), PeriodStart: dayOf(days[2]), PeriodEnd: dayOf(days[3])},
		BriefPoints: &lake.BriefPoints{PPE: ppe.String, Points: points, Places: strings.TrimSpace(at.String)},
		Net:         optOf[lake.Money](numbers[0]), VAT: optOf[lake.Money](numbers[1]), Gross: optOf[lake.Money](numbers[2]),
		AmountDue: optOf[lake.Money](numbers[3]), Consumption: optOf[lake.Energy](numbers[4]), Documents: refsOf(ref.String),
	}, nil
}

// interning keeps one copy of the strings that many rows share.
type interning map[string]string

func (m interning) one(s string) string {
	if kept, ok := m[s]; ok {
		return kept
	}
	m[s] = s
	return s
}

func dayOf(d sql.NullInt64) lake.Date {
	if !d.Valid {
		return lake.Date{}
	}
	return dateAfter(d.Int64)
}

// dateAfter returns the date that comes so many days after the first of 1970.
func dateAfter(days int64) lake.Date {
	const secondsPerDay = 24 * 60 * 60
	return lake.DateOf(time.Unix(days*secondsPerDay, 0).UTC())
}

func optOf[T interface {
	~int64
	fmt.Stringer
}](n sql.NullInt64,
) lake.Opt[T] {
	return lake.Opt[T]{Value: T(n.Int64), Known: n.Valid}
}

func refsOf(joined string) []lake.BriefRef {
	if joined == "" {
		return nil
	}
	parts := strings.Split(joined, "|")
	refs := make([]lake.BriefRef, 0, len(parts))
	for _, part := range parts {
		fields := strings.Fields(part)
		const members = 4
		if len(fields) != members {
			continue
		}
		n, _ := strconv.Atoi(fields[1]) // an INTEGER column
		parsed, _ := lake.ParseKey(lake.Key(fields[3]))
		refs = append(refs, lake.BriefRef{
			Document: lake.DocumentID(strings.Clone(fields[0])), Part: n, Role: roleOf(fields[2]),
			Parsed: lake.ContentID(strings.Clone(string(parsed.Content))),
		})
	}
	return refs
}

// roleOf returns the constant, so that the joined text is not kept alive.
func roleOf(s string) lake.Role {
	if s == string(lake.Winner) {
		return lake.Winner
	}
	return lake.Duplicate
}

// Correcting returns the Silver rows that correct one of the invoices, ordered by issue date, then number.
func (w *Warehouse) Correcting(ctx context.Context, keys []lake.InvoiceKey) ([]lake.Invoice, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	list, err := jsonList(keys)
	if err != nil {
		return nil, err
	}
	rows, err := w.invoices(ctx, `WHERE list_has_any(list_transform(corrects, lambda c: c.key), from_json(?, '["VARCHAR"]'))
		ORDER BY issue_date NULLS FIRST, number, invoice_key`, list)
	return rows, failed("read invoices", err)
}
