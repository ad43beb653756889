// Renders a chart as helm template does, as far as this chart goes: Go's own templates with sprig and the functions that Helm adds.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type table = map[string]interface{}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(chart, release string, valueFiles []string) error {
	meta, values := table{}, table{}
	if err := read(filepath.Join(chart, "Chart.yaml"), &meta); err != nil {
		return err
	}
	for _, file := range append([]string{filepath.Join(chart, "values.yaml")}, valueFiles...) {
		layer := table{}
		if err := read(file, &layer); err != nil {
			return err
		}
		values = over(values, layer)
	}
	if err := check(filepath.Join(chart, "values.schema.json"), values); err != nil {
		return err
	}
	return render(chart, table{
		"Values":  values,
		"Chart":   table{"Name": meta["name"], "Version": meta["version"], "AppVersion": meta["appVersion"]},
		"Release": table{"Name": release, "Namespace": "trial", "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
	})
}

func read(file string, into *table) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Tables are joined key by key; null takes a key away.
func over(below, above table) table {
	for key, value := range above {
		inner, isTable := value.(table)
		outer, wasTable := below[key].(table)
		switch {
		case value == nil:
			delete(below, key)
		case isTable && wasTable:
			below[key] = over(outer, inner)
		default:
			below[key] = value
		}
	}
	return below
}

func check(schema string, values table) error {
	text, err := os.ReadFile(schema)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(text), gojsonschema.NewGoLoader(values))
	if err != nil {
		return err
	}
	var problems []string
	for _, problem := range result.Errors() {
		problems = append(problems, "values: "+problem.String())
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "\n"))
	}
	return nil
}

func render(chart string, data table) error {
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(sprig.TxtFuncMap()).Funcs(template.FuncMap{
		"include": func(name string, data interface{}) (string, error) {
			var text strings.Builder
			err := root.ExecuteTemplate(&text, name, data)
			return text.String(), err
		},
		"required": func(warning string, value interface{}) (interface{}, error) {
			if value == nil || value == "" {
				return nil, errors.New(warning)
			}
			return value, nil
		},
		"toYaml": func(value interface{}) (string, error) {
			text, err := yaml.Marshal(value)
			return strings.TrimSuffix(string(text), "\n"), err
		},
		"toJson": func(value interface{}) (string, error) {
			text, err := json.Marshal(value)
			return string(text), err
		},
	})
	files, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if _, err := root.New(filepath.Base(file)).Parse(string(text)); err != nil {
			return err
		}
	}
	for _, file := range files {
		var text bytes.Buffer
		name := filepath.Base(file)
		if strings.HasPrefix(name, "_") {
			continue
		}
		if err := root.ExecuteTemplate(&text, name, data); err != nil {
			return err
		}
		if name != "NOTES.txt" {
			fmt.Printf("---\n# Source: %s\n%s\n", name, strings.ReplaceAll(text.String(), "<no value>", ""))
		}
	}
	return nil
}
