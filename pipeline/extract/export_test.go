package extract

// CheckBuiltIn reads the profiles that come with the program.
func CheckBuiltIn() error {
	_, err := builtin()
	return err
}
