-- What the Gold models share, step 1: the live invoices and their metering points.
--
-- In:  sellers, silver (the rows of one Silver version), register (the PPE register), aliases (old code → code).
-- Out: live (one row per invoice that counts), live_points (one row per point of these), point_sums, ppes (codes).
-- Invoices and codes get numbers, in the order of their keys and codes: later steps compare and join them often. Point 0
-- stands for "no code". An old code that the register knows is the same point as its new one.
-- Amounts are whole grosze, energy is whole watt hours. An invoice counts unless it is of kind other or in a foreign
-- currency. Its days are its billing period; without one those of its points; without these the month of the sale date,
-- else of the issue date. A period that ends before it begins, or is longer than ten years, was misread: it counts as none.
-- spotsQuery in spots.go tells the same days.

CREATE OR REPLACE TEMP MACRO grosze(amount) AS (amount * 100)::BIGINT;
CREATE OR REPLACE TEMP MACRO watt_hours(kwh) AS (kwh * 1000)::BIGINT;
CREATE OR REPLACE TEMP MACRO zloty(grosze) AS (grosze::BIGINT::DECIMAL(19,0) * 0.01::DECIMAL(3,2))::DECIMAL(18,2);
CREATE OR REPLACE TEMP MACRO kwh(watt_hours) AS (watt_hours::BIGINT::DECIMAL(19,0) * 0.001::DECIMAL(4,3))::DECIMAL(18,3);
-- Division of whole numbers, rounded down; divisor > 0.
CREATE OR REPLACE TEMP MACRO floor_div(n, divisor) AS (n - (((n % divisor) + divisor) % divisor)) // divisor;
CREATE OR REPLACE TEMP MACRO floor_mod(n, divisor) AS ((n % divisor) + divisor) % divisor;
-- Złoty per kWh, six places, half away from zero: grosze × 10^4 / (Wh / 1000); null where nothing was consumed. Division of
-- 128 bits takes twenty times as long as of 64.
CREATE OR REPLACE TEMP MACRO net_per_kwh(grosze, watt_hours) AS (CASE WHEN watt_hours > 0 THEN
    (sign(grosze) * CASE WHEN greatest(abs(grosze), watt_hours) < 400000000000 THEN (abs(grosze::BIGINT) * 20000000 + watt_hours::BIGINT) // (2 * watt_hours::BIGINT)
        ELSE ((abs(grosze)::HUGEINT * 20000000 + watt_hours) // (2 * watt_hours::HUGEINT))::BIGINT END)::BIGINT::DECIMAL(19,0) * 0.000001::DECIMAL(7,6)
    END)::DECIMAL(18,6);

CREATE OR REPLACE TEMP TABLE numbers AS
SELECT invoice_key, (row_number() OVER (ORDER BY invoice_key))::INTEGER AS invoice
FROM silver WHERE kind <> 'other' AND currency IN ('', 'PLN');

CREATE OR REPLACE TEMP TABLE live AS
WITH by_points AS ( -- days of invoices that do not say theirs
    SELECT invoice_key, list_filter(points, lambda p: is_period(p.period_start, p.period_end)) AS dated
    FROM silver WHERE NOT is_period(period_start, period_end) AND len(points) > 0
), point_days AS (
    SELECT invoice_key, list_min(list_transform(dated, lambda p: p.period_start)) AS from_day,
        list_max(list_transform(dated, lambda p: p.period_end)) AS to_day
    FROM by_points WHERE len(dated) > 0
), scalars AS (
    SELECT invoice_key, number, kind, scope, seller_nip, seller_name, issue_date, year, reason, status, net, vat, gross, consumption_kwh,
        is_period(period_start, period_end) AS own_period, period_start, period_end, coalesce(sale_date, issue_date) AS fallback
    FROM silver
)
SELECT n.invoice, invoice_key, number, kind, scope, seller_nip, seller_name, issue_date, year,
    CASE WHEN kind = 'correction' THEN reason END AS reason,
    t.seller,
    parts(scope) AS covers,
    status <> 'needs_review' AS certain,
    coalesce(grosze(net), 0) AS net, coalesce(grosze(vat), 0) AS vat, coalesce(grosze(gross), 0) AS gross,
    net IS NOT NULL AS net_known, vat IS NOT NULL AS vat_known, gross IS NOT NULL AS gross_known,
    watt_hours(consumption_kwh) AS wh,
    own_period OR d.from_day IS NOT NULL AS stated, -- the invoice itself says which days it is about
    CASE WHEN own_period THEN period_start ELSE coalesce(d.from_day, date_trunc('month', fallback)::DATE) END AS from_day,
    CASE WHEN own_period THEN period_end ELSE coalesce(d.to_day, last_day(fallback)) END AS to_day
FROM scalars JOIN numbers n USING (invoice_key) LEFT JOIN point_days d USING (invoice_key)
JOIN sellers t ON t.code = CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END;

CREATE OR REPLACE TEMP TABLE named_points AS
SELECT invoice, i::INTEGER AS i, p.ppe AS code, grosze(p.net) AS net, watt_hours(p.consumption_kwh) AS wh,
    is_period(p.period_start, p.period_end) AS own_period, p.period_start AS from_day, p.period_end AS to_day
FROM (SELECT n.invoice, unnest(points) AS p, generate_subscripts(points, 1) AS i FROM silver JOIN numbers n USING (invoice_key));

-- Every code that is printed, with the point that it means.
CREATE OR REPLACE TEMP TABLE codes AS
SELECT c.code AS printed, coalesce(a.ppe, c.code) AS code
FROM (SELECT DISTINCT code FROM named_points WHERE code <> '') c LEFT JOIN aliases a ON a.old_code = upper(replace(c.code, ' ', ''));

CREATE OR REPLACE TEMP TABLE ppes AS
SELECT (row_number() OVER (ORDER BY code))::INTEGER AS ppe, code FROM (SELECT DISTINCT code FROM codes)
UNION ALL SELECT 0, '';

CREATE OR REPLACE TEMP TABLE live_points AS
WITH numbered AS (
    SELECT c.printed, p.ppe FROM codes c JOIN ppes p USING (code) UNION ALL SELECT '', 0
)
SELECT n.invoice, n.i, c.ppe, n.net, n.wh, l.stated,
    CASE WHEN n.own_period THEN n.from_day ELSE l.from_day END AS from_day,
    CASE WHEN n.own_period THEN n.to_day ELSE l.to_day END AS to_day
FROM named_points n JOIN live l USING (invoice) JOIN numbered c ON c.printed = n.code;

-- One row per invoice with points: what they say together.
CREATE OR REPLACE TEMP TABLE point_sums AS
SELECT invoice, count(*) AS points, min(ppe) AS ppe, min(ppe) = max(ppe) AS one_ppe,
    coalesce(sum(net), 0)::BIGINT AS net, count(net) = count(*) AS nets_known, count(wh) AS whs_known, sum(wh)::BIGINT AS wh, min(wh) AS least_wh,
    min(from_day) AS from_day, max(to_day) AS to_day
FROM live_points GROUP BY invoice;
