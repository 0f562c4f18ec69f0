package web

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// Audience is the kind of user that an example wants to be run by.
type Audience string

// The audiences of the examples.
const (
	Nobody   Audience = "nobody"
	Partner  Audience = "partner"
	Customer Audience = "customer"
	Operator Audience = "operator"
)

// Example is an operation that the playground offers ready to run. In their order the examples walk through the story
// of one relationship.
type Example struct {
	Name      string         `json:"name"`
	Title     string         `json:"title"`
	As        Audience       `json:"as"`
	About     string         `json:"about"`
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables,omitempty"`
}

//go:embed examples.json
var examplesJSON []byte

// Examples returns the examples of the playground in the order of its picker. It panics on a broken file, because the
// file is part of the program and every test reads it.
//
// A variable that is empty, such as token, stands for a value that exists only at run time: the playground fills in the latest
// that it has seen.
func Examples() []Example {
	examples, err := parseExamples(examplesJSON)
	if err != nil {
		panic(fmt.Sprintf("web: examples.json: %v", err))
	}
	return examples
}

// parseExamples reads the file, in which a query is a list of lines so that people can read and compare it.
func parseExamples(data []byte) ([]Example, error) {
	var entries []struct {
		Example
		Query []string `json:"query"`
	}
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, err
	}
	examples := make([]Example, len(entries))
	for i, entry := range entries {
		examples[i] = entry.Example
		examples[i].Query = strings.Join(entry.Query, "\n")
	}
	return examples, nil
}
