package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
)

// document is the part of CycloneDX 1.6 that is needed here.
type document struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Purl       string     `json:"purl,omitempty"`
	Licences   []licence  `json:"licenses,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type licence struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// bill is the CycloneDX document of a binary of that version. It has no time and no random number: the same binary gives the same bytes.
func bill(info *debug.BuildInfo, version string, modules []module) ([]byte, error) {
	d := document{Format: "CycloneDX", Spec: "1.6", Version: 1, Components: []component{}}
	d.Metadata.Component = component{
		Type: "application", Ref: info.Main.Path, Name: info.Main.Path, Version: version, Licences: ids([]string{"Apache-2.0"}),
	}
	goroot := strings.TrimPrefix(info.GoVersion, "go")
	d.Components = append(d.Components, component{
		Type: "library", Ref: "std@" + goroot, Name: "std", Version: goroot, Purl: "pkg:golang/std@" + goroot, Licences: ids([]string{"BSD-3-Clause"}),
	})
	for _, m := range modules {
		if m.within != "" {
			d.Components = append(d.Components, component{
				Type: "library", Ref: m.title(), Name: m.Path, Version: m.Version, Licences: ids(m.licences),
				Properties: []property{{Name: "brought by", Value: m.within}},
			})
			continue
		}
		c := component{
			Type: "library", Name: m.Path, Version: m.Version, Purl: "pkg:golang/" + m.Path + "@" + url.PathEscape(m.Version), Licences: ids(m.licences),
		}
		c.Ref = c.Purl
		if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) > 0 {
			c.Properties = []property{{Name: "go:h1", Value: hex.EncodeToString(sum)}}
		}
		d.Components = append(d.Components, c)
	}
	encoded, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the bill of materials: %w", err)
	}
	return append(encoded, '\n'), nil
}

func ids(names []string) []licence {
	all := make([]licence, len(names))
	for i, name := range names {
		all[i].License.ID = name
	}
	return all
}
