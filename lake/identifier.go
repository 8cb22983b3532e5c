package lake

import "strings"

// ppeLength is the length of a GS1 Global Service Relation Number (GSRN), the form of every PPE code since 2023.
const ppeLength = 18

// ValidPPE reports whether the code is a GSRN issued under the Polish GS1 prefix 590 with a right check digit
// (GS1 General Specifications, section 7.9.1: weights 3 and 1 from the right).
func ValidPPE(code string) bool {
	if len(code) != ppeLength || !strings.HasPrefix(code, "590") || !allDigits(code) {
		return false
	}
	sum := 0
	for i := range ppeLength - 1 {
		weight := 3 - 2*(i%2)
		sum += weight * int(code[i]-'0')
	}
	return (10-sum%10)%10 == int(code[ppeLength-1]-'0')
}

// ValidNIP reports whether the ten digits are a Polish tax number with a right check digit.
func ValidNIP(nip string) bool {
	if len(nip) != 10 || !allDigits(nip) {
		return false
	}
	weights := [...]int{6, 5, 7, 2, 3, 4, 5, 6, 7}
	sum := 0
	for i, w := range weights {
		sum += w * int(nip[i]-'0')
	}
	return sum != 0 && sum%11 == int(nip[9]-'0')
}

// ValidNRB reports whether the 26 digits are a Polish account number with right check digits (ISO 13616, mod 97).
func ValidNRB(nrb string) bool {
	if len(nrb) != 26 || !allDigits(nrb) {
		return false
	}
	rest := 0
	for _, r := range nrb[2:] + "2521" + nrb[:2] {
		rest = (rest*10 + int(r-'0')) % 97
	}
	return rest == 1
}

// FoldNumber brings an invoice number to the form in which numbers are compared: upper case, without white space.
func FoldNumber(number string) string {
	return strings.ToUpper(strings.Join(strings.Fields(number), ""))
}
