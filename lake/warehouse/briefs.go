package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/lake/delta"
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

// briefBytes is about how much of Silver's files is read at a time, some 25,000 invoices: DuckDB holds a whole result in memory.
const briefBytes = 2 << 20

// Briefs returns what lists show of all of Silver, in no particular order, and the version that it was read at.
func (w *Warehouse) Briefs(ctx context.Context) (briefs []*lake.Brief, version int64, err error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || len(snapshot.Files) == 0 {
		return nil, snapshot.Version, failed("read invoices", err)
	}
	var pack briefPack
	for files := range inSizes(snapshot.Files, briefBytes) {
		if briefs, err = w.appendBriefs(ctx, briefs, files, &pack); err != nil {
			return nil, 0, failed("read invoices", err)
		}
	}
	return briefs, snapshot.Version, nil
}

// inSizes yields the files in groups that have so many bytes or a little more.
func inSizes(files []delta.File, size int64) iter.Seq[[]delta.File] {
	return func(yield func([]delta.File) bool) {
		var first int
		var sum int64
		for i, file := range files {
			if sum += file.Size; sum < size && i < len(files)-1 {
				continue
			}
			if !yield(files[first : i+1]) {
				return
			}
			first, sum = i+1, 0
		}
	}
}

func (w *Warehouse) appendBriefs(ctx context.Context, briefs []*lake.Brief, files []delta.File, pack *briefPack) (_ []*lake.Brief, err error) {
	relation, err := w.silver.rows(ctx, files)
	if err != nil {
		return nil, err
	}
	rows, err := w.db.QueryContext(ctx, briefQuery+relation)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		b, err := scanBrief(rows, pack)
		if err != nil {
			return nil, err
		}
		briefs = append(briefs, b)
	}
	return briefs, rows.Err()
}

// briefPack puts briefs that are read together into few large pieces of memory.
type briefPack struct {
	texts  lake.TextPack
	parts  lake.BriefParts
	briefs []lake.Brief    // free
	refs   []lake.BriefRef // free
}

// together is how many briefs lie in one piece.
const together = 512

func (p *briefPack) put(b lake.Brief) *lake.Brief {
	if len(p.briefs) == 0 {
		p.briefs = make([]lake.Brief, together)
	}
	place := &p.briefs[0]
	*place, p.briefs = b, p.briefs[1:]
	p.parts.Share(place)
	return place
}

// room returns an empty slice with room for n links.
func (p *briefPack) room(n int) []lake.BriefRef {
	if len(p.refs) < n {
		p.refs = make([]lake.BriefRef, max(n, together))
	}
	room := p.refs[:0:n]
	p.refs = p.refs[n:]
	return room
}

func scanBrief(rows *sql.Rows, pack *briefPack) (*lake.Brief, error) {
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
	return pack.put(lake.Brief{
		Key: lake.InvoiceKey(pack.texts.Keep(texts[0].String)), Number: pack.texts.Keep(texts[1].String), KSeFNumber: pack.texts.Keep(texts[7].String),
		BriefTraits: &lake.BriefTraits{
			Kind: lake.Kind(texts[2].String), Status: lake.Status(status.String), SellerName: texts[3].String, SellerNIP: texts[4].String,
			BuyerName: texts[5].String, BuyerNIP: texts[6].String, Currency: currency.String,
		},
		BriefDates:  &lake.BriefDates{IssueDate: dayOf(days[0]), DueDate: dayOf(days[1]), PeriodStart: dayOf(days[2]), PeriodEnd: dayOf(days[3])},
		BriefPoints: &lake.BriefPoints{PPE: ppe.String, Points: points, Places: strings.TrimSpace(at.String)},
		Net:         optOf[lake.Money](numbers[0]), VAT: optOf[lake.Money](numbers[1]), Gross: optOf[lake.Money](numbers[2]),
		AmountDue: optOf[lake.Money](numbers[3]), Consumption: optOf[lake.Energy](numbers[4]), Documents: pack.refsOf(ref.String),
	}), nil
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

func (p *briefPack) refsOf(joined string) []lake.BriefRef {
	if joined == "" {
		return nil
	}
	refs := p.room(strings.Count(joined, "|") + 1)
	for part := range strings.SplitSeq(joined, "|") {
		fields := strings.Fields(part)
		const members = 4
		if len(fields) != members {
			continue
		}
		n, _ := strconv.Atoi(fields[1]) // an INTEGER column
		parsed, _ := lake.ParseKey(lake.Key(fields[3]))
		refs = append(refs, lake.NewBriefRef(lake.DocumentID(p.texts.Keep(fields[0])), n, lake.Role(fields[2]), parsed.Content))
	}
	return refs
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
