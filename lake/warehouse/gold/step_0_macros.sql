-- What the Gold models share, step 0: what step 1 and the index of the places (spots.go) both must know.

-- A period that ends before it begins, or is longer than ten years, was misread: it counts as none.
CREATE OR REPLACE TEMP MACRO is_period(first, last) AS coalesce(last - first BETWEEN 0 AND 3660, false);
-- The parts of the bill that a scope is about, as bits; an unknown one counts as comprehensive.
CREATE OR REPLACE TEMP MACRO parts(scope) AS (CASE scope WHEN 'sale' THEN 1 WHEN 'distribution' THEN 2 ELSE 3 END)::TINYINT;
