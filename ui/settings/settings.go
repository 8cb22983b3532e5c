// Package settings remembers what a person chose: a TOML file in their configuration folder, written atomically.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// The file's place under the user's configuration folder.
const (
	folderName = "wattlake"
	fileName   = "settings.toml"
	folderMode = 0o700
	fileMode   = 0o600
)

// The window is never restored smaller than what its pages need, nor larger than any screen.
const (
	MinWidth  = 1024
	MinHeight = 640
	maxSize   = 16384
)

// Settings is everything that is remembered. The zero value means that nothing was chosen yet.
type Settings struct {
	Language string  `toml:"language" comment:"pl, en, or empty for the system's"`
	Theme    string  `toml:"theme" comment:"light, dark, or system"`
	Lake     string  `toml:"lake" comment:"folder of the lake, or empty for the usual one"`
	Page     string  `toml:"page" comment:"the page in sight when the window was closed"`
	Window   Window  `toml:"window"`
	Table    Table   `toml:"table"`
	Sync     Sync    `toml:"sync,omitempty" comment:"the team's bucket; keys are in the AWS settings or the system's keyring"`
	Kafka    Kafka   `toml:"kafka,omitempty" comment:"the team's Kafka; the password is in the system's keyring"`
	Reading  Reading `toml:"reading,omitempty" comment:"what reading one document may cost"`

	Watch      []string `toml:"watch,omitempty" comment:"folders whose new invoices the window adds by itself"`
	Background bool     `toml:"background,omitempty" comment:"closing the window leaves the program in the system tray"`

	// Commands are values for flags of commands, by command and flag: [commands.serve] listen = "127.0.0.1:9000".
	Commands map[string]map[string]any `toml:"commands,omitempty" comment:"values for flags of commands, such as [commands.serve] listen"`
}

// Window is the window's size in device-independent pixels.
type Window struct {
	Width  float32 `toml:"width"`
	Height float32 `toml:"height"`
}

// Table is how the invoices table was left.
type Table struct {
	Columns    []string           `toml:"columns" comment:"columns in their order; empty means the usual ones"`
	Widths     map[string]float32 `toml:"widths,omitempty" comment:"of columns that were resized, in device-independent pixels"`
	Sort       string             `toml:"sort"`
	Descending bool               `toml:"descending"`
}

// DefaultPath returns where the settings lie for this user.
func DefaultPath() (string, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("settings: find the configuration folder: %w", err)
	}
	return filepath.Join(folder, folderName, fileName), nil
}

// Load reads the settings. A missing file gives the zero value; a broken one too, with the error, so that the program starts
// all the same.
func Load(path string) (Settings, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("settings: read: %w", err)
	}
	var s Settings
	if err := toml.Unmarshal(content, &s); err != nil {
		return Settings{}, fmt.Errorf("settings: %s is not readable: %w", path, err)
	}
	return s.valid(), nil
}

// Unknown returns the keys of the file that no setting has, such as misspelled ones. [Load] passes over them, so that a newer
// version's file does no harm. A file that is missing or broken has none.
func Unknown(path string) []string {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // only read
	missing, ok := errors.AsType[*toml.StrictMissingError](toml.NewDecoder(file).DisallowUnknownFields().Decode(&Settings{}))
	if !ok {
		return nil
	}
	keys := make([]string, len(missing.Errors))
	for i, e := range missing.Errors {
		keys[i] = strings.Join(e.Key(), ".")
	}
	return keys
}

// valid drops what makes no sense, for instance after editing by hand.
func (s Settings) valid() Settings {
	s.Reading = s.Reading.valid()
	if s.Language != "pl" && s.Language != "en" {
		s.Language = ""
	}
	if s.Theme != "light" && s.Theme != "dark" {
		s.Theme = "system"
	}
	if !(s.Window.Width >= MinWidth && s.Window.Width <= maxSize && s.Window.Height >= MinHeight && s.Window.Height <= maxSize) {
		s.Window = Window{}
	}
	return s
}

// Save writes the settings.
func (s Settings) Save(path string) error {
	content, err := toml.Marshal(s)
	if err != nil {
		return fmt.Errorf("settings: encode: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return fmt.Errorf("settings: make folder: %w", err)
	}
	return Replace(path, content)
}

// Replace writes a file for this user alone, in a folder that is there: a reader, or a power cut, finds the old file or the new one, never
// half of one.
func Replace(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("settings: make file: %w", err)
	}
	if err := fill(file, content); err != nil {
		return errors.Join(fmt.Errorf("settings: write: %w", err), os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return errors.Join(fmt.Errorf("settings: replace: %w", err), os.Remove(file.Name()))
	}
	return nil
}

// fill writes the content, brings it to the disk and closes the file in any case.
func fill(file *os.File, content []byte) error {
	_, err := file.Write(content)
	if err == nil {
		err = file.Chmod(fileMode)
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
