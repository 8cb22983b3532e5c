package invoicegen

import (
	"fmt"
	"strconv"
	"strings"

	"wattlake/lake"
)

// operators are the GS1 company prefixes of the five large distribution companies, with the free digits after them.
var operators = []string{"5903224", "5905435", "5903106", "5902438", "5903801"}

// nip returns a valid tax number with the unused prefix 999.
func (r random) nip() string {
	for {
		stem := "999" + r.digits(6)
		for k := range 10 {
			if nip := stem + strconv.Itoa(k); lake.ValidNIP(nip) {
				return nip
			}
		}
	}
}

// ppe returns a valid code of a metering point with a low, fictional serial.
func (r random) ppe(operator string) string {
	return withCheckDigit(operator + fmt.Sprintf("%0*d", 17-len(operator), 100_000+r.IntN(900_000)))
}

func withCheckDigit(stem string) string {
	for k := range 10 {
		if code := stem + strconv.Itoa(k); lake.ValidPPE(code) {
			return code
		}
	}
	return ""
}

// oldPPE returns a code in one of the forms that were printed before 2023.
func (r random) oldPPE() string {
	return pick(r,
		"PL0037910"+fmt.Sprintf("%09d", 99_900_000+r.IntN(99_999)),
		"PLTAUD"+fmt.Sprintf("%012d", 100_000+r.IntN(900_000)),
		"PL_ZEWD_"+fmt.Sprintf("%010d", 1_400_000_000+r.IntN(900_000))+fmt.Sprintf("_%02d", r.between(1, 98)),
		"PLZELD"+fmt.Sprintf("%012d", 50_000_000+r.IntN(900_000)),
		"ENID_"+fmt.Sprintf("%010d", 2_000_000_000+r.IntN(900_000)),
		"480548"+fmt.Sprintf("%012d", 100_000+r.IntN(900_000)),
	)
}

// account returns a valid account number of a bank that does not exist (9999).
func (r random) account() string {
	body := "9999" + fmt.Sprintf("%020d", 100_000+r.IntN(900_000_000))
	rest := 0
	for _, d := range body + "252100" {
		rest = (rest*10 + int(d-'0')) % 97
	}
	return fmt.Sprintf("%02d", 98-rest) + body
}

// grouped writes an account as printed: two digits, then fours.
func grouped(account string) string {
	parts := []string{account[:2]}
	for i := 2; i < len(account); i += 4 {
		parts = append(parts, account[i:min(i+4, len(account))])
	}
	return strings.Join(parts, " ")
}

// dashedNIP writes a tax number in one of the usual forms.
func (l look) printedNIP(nip string) string {
	switch l.nipForm {
	case 1:
		return nip[:3] + "-" + nip[3:6] + "-" + nip[6:8] + "-" + nip[8:]
	case 2:
		return nip[:3] + " " + nip[3:6] + " " + nip[6:8] + " " + nip[8:]
	case 3:
		return "PL" + nip
	default:
		return nip
	}
}

// printedPPE writes a code in one of the usual forms.
func (l look) printedPPE(ppe string) string {
	if !l.spacedPPE || len(ppe) != 18 || !lake.ValidPPE(ppe) {
		return ppe
	}
	return ppe[:4] + " " + ppe[4:8] + " " + ppe[8:12] + " " + ppe[12:16] + " " + ppe[16:]
}
