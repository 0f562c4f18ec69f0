package resolvers_test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// What arguments and inputs are filled with. Where the schema asks for a value that cannot be made up from its type and its name, the
// test fails and says so; it is added here.

// plausible are values for arguments and inputs that are texts, by their names.
var plausible = map[string]string{
	"month": "2026-03", "locale": "zh-CN", "service": "OFFICE365", "services": "OFFICE365", "offer": "BUSINESS", "offers": "BUSINESS",
	"withDelegatedAdminFor": "OFFICE365", "withoutDelegatedAdminFor": "AZURE", "country": "CN", "name": "Made Up", "adminName": "Made Up", "contactName": "Made Up",
	"domain": "made-up.example", "adminEmail": "made-up@nobody.example", "email": "made-up@nobody.example", "contactEmail": "made-up@nobody.example",
	"openingParagraphs": "We are glad.", "campaign": "made up", "reason": "made up", "key": "made-up", "since": "made up",
	"search": hidden, "token": "inv_madeup", "agreementVersion": "2026-01",
	"timeZone": "Europe/Berlin", "customerCountries": "CN",
}

// expected are fields of inputs that the schema lets be left out and the mutation does not.
var expected = []string{"name", "domain", "country", "adminName", "adminEmail", "email", "roles", "offers", "type", "status"}

// made are values for fields of inputs whose mutations ask for more than the schema tells.
var made = map[string]string{
	"CreateApiKeyInput.label": `"made up"`, "RegisterPartnerInput.type": "INDIRECT_RESELLER", "RegisterPartnerInput.services": `["OFFICE365"]`, "SuspendSubscriptionInput.reason": "FRAUD",
}

// literal writes a value for an argument or a field of an input that is a text, a number, a flag or of an enum; ok tells whether one can
// be made up.
func (m *matrix) literal(name string, t *ast.Type) (value string, ok bool) {
	if t.Elem != nil {
		value, ok = m.literal(name, t.Elem)
		return "[" + value + "]", ok
	}
	def := m.schema.Types[t.NamedType]
	if def.Kind == ast.Enum {
		return enumValue(def), true
	}
	switch t.NamedType {
	case "Boolean":
		return "true", true
	case "Int", "Long":
		return "5", true
	case "DateTime":
		if name == "asOf" { // which is not to come
			return `"2026-03-20T00:00:00Z"`, true
		}
		return `"2026-12-01T00:00:00Z"`, true
	case "Date":
		return `"2026-02-01"`, true
	case "String":
		text, known := plausible[name]
		return strconv.Quote(text), known
	}
	return "", false
}

// enumValue is a value that a user of any tenant could give: not what is the operator's.
func enumValue(def *ast.Definition) string {
	for _, value := range def.EnumValues {
		if value.Name != "OPERATOR" {
			return value.Name
		}
	}
	return ""
}

// required writes an argument that a field must have; id is that for an argument that is one.
func (m *matrix) required(coordinate string, arg *ast.ArgumentDefinition, id string) string {
	if arg.Type.Name() == "ID" {
		if arg.Type.Elem != nil {
			return "[" + strconv.Quote(id) + "]"
		}
		return strconv.Quote(id)
	}
	value, ok := m.literal(arg.Name, arg.Type)
	if !ok {
		m.t.Fatalf("The matrix knows no value for the argument %s of %s: add one to plausible in isolation_values_test.go.", arg.Name, coordinate)
	}
	return value
}

// tried is a value with which an argument that may be left out is tried. What is aimed names something hidden, or stands for it as what
// does not exist; what is tried for one argument with one like has to be answered alike.
type tried struct {
	text  string
	aimed bool
	like  string
}

// optional writes the values with which an argument that may be left out is tried: none of some kinds, one for each field of an input.
func (m *matrix) optional(coordinate, name string, t *ast.Type) []tried {
	switch name {
	case "first":
		return []tried{{text: "3"}}
	case "last": // all there is, of lists that are longer than a page
		return []tried{{text: "100"}}
	case "after", "before":
		return m.cursorsOf(coordinate)
	}
	if t.Name() == "ID" {
		return m.aimedOf(coordinate+"."+name, name)
	}
	def := m.schema.Types[t.Name()]
	if def.Kind == ast.InputObject {
		return m.inputVariants(coordinate, def)
	}
	value, ok := m.literal(name, t)
	if !ok {
		m.t.Fatalf("The matrix knows no value for the argument %s of %s: add one to plausible in isolation_values_test.go.", name, coordinate)
	}
	return []tried{{text: value}}
}

// aimedOf are ids for an argument that may be left out: of each kind one that does not exist, and some of the side that is looked for.
func (m *matrix) aimedOf(coordinate, name string) []tried {
	var values []tried
	some := map[string]int{}
	for _, id := range withAbsent(m.aimed(name)) {
		some[id[:3]]++
		if some[id[:3]] <= 3 {
			values = append(values, tried{strconv.Quote(id), true, coordinate + " " + id[:3]})
		}
	}
	return values
}

// inputVariants are inputs with one of their fields each.
func (m *matrix) inputVariants(coordinate string, def *ast.Definition) []tried {
	var values []tried
	for _, field := range def.Fields {
		for _, value := range m.optional(coordinate, field.Name, field.Type) {
			if field.Type.Elem != nil && !strings.HasPrefix(value.text, "[") {
				value.text = "[" + value.text + "]"
			}
			value.text = "{" + field.Name + ": " + value.text + "}"
			values = append(values, value)
		}
	}
	return values
}

// cursorsOf are two of the cursors that the side which is looked for has seen of a list.
func (m *matrix) cursorsOf(coordinate string) []tried {
	all := m.cursors[coordinate]
	values := make([]tried, 0, 2)
	for _, cursor := range all[:min(len(all), 2)] {
		values = append(values, tried{text: strconv.Quote(cursor), aimed: true})
	}
	return values
}

// kinds are the prefixes of the ids that an input's field is for, by the end of its name. One that is not here is tried with all.
var kinds = map[string]string{
	"partner": "par", "reseller": "par", "provider": "par", "customer": "cus", "relationship": "rel", "invite": "ivt", "subscription": "sub",
	"user": "usr", "actor": "usr", "tenant": "par cus", "key": "key",
}

// kindsFor are the prefixes of the ids that a field is for.
func kindsFor(name string) []string {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "s"), "Id"))
	for noun, prefixes := range kinds {
		if strings.HasSuffix(name, noun) {
			return strings.Fields(prefixes)
		}
	}
	return nil
}

// aimed are the ids of the side that is looked for which belong in a field; all where the field's name does not tell.
func (m *matrix) aimed(name string) []string { return ofKinds(m.known.ids, kindsFor(name)) }

func ofKinds(ids []string, prefixes []string) []string {
	var found []string
	for _, id := range ids {
		if prefix, _, _ := strings.Cut(id, "_"); len(prefixes) == 0 || slices.Contains(prefixes, prefix) {
			found = append(found, id)
		}
	}
	return found
}

// slot is a field of an input, by its path within it, and its name.
type slot struct{ path, name string }

// slots are the fields of an input, and of the inputs within it, that are ids, and those that are texts.
func (m *matrix) slots(def *ast.Definition, path string) (ids, texts []slot) {
	for _, field := range def.Fields {
		at, name := path+"."+field.Name, field.Type.Name()
		switch {
		case field.Name == "idempotencyKey":
		case m.schema.Types[name].Kind == ast.InputObject:
			moreIDs, moreTexts := m.slots(m.schema.Types[name], at)
			if field.Name == "filter" { // which finds nothing by a hidden id, as by any other, and refuses none
				moreIDs, moreTexts = nil, append(moreTexts, moreIDs...)
			}
			ids, texts = append(ids, moreIDs...), append(texts, moreTexts...)
		case name == "ID":
			ids = append(ids, slot{at, field.Name})
		case name == "String":
			texts = append(texts, slot{at, field.Name})
		}
	}
	return ids, texts
}

// input writes an input: with what is given for some of its fields by their paths, ids of the viewer's own side in others that it must
// have, and plausible values in what else is expected.
func (m *matrix) input(def *ast.Definition, path string, given map[string]string) string {
	var parts []string
	for _, field := range def.Fields {
		if value, ok := made[def.Name+"."+field.Name]; ok && given[path+"."+field.Name] == "" {
			parts = append(parts, field.Name+": "+value)
		} else if value, ok := m.inputField(field, path+"."+field.Name, given); ok {
			parts = append(parts, field.Name+": "+value)
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (m *matrix) inputField(field *ast.FieldDefinition, at string, given map[string]string) (value string, ok bool) {
	listed := func(value string) string {
		if field.Type.Elem != nil {
			return "[" + value + "]"
		}
		return value
	}
	name, required := field.Type.Name(), field.Type.NonNull
	if value, ok := given[at]; ok {
		return listed(strconv.Quote(value)), true
	}
	switch def := m.schema.Types[name]; {
	case def.Kind == ast.InputObject:
		if !required && !m.leadsTo(at, given) {
			return "", false
		}
		return listed(m.input(def, at, given)), true
	case name == "ID" && required:
		own := ofKinds(m.own.ids, kindsFor(field.Name))
		if len(own) == 0 {
			m.t.Fatalf("The matrix knows no object for %s: add its kind to kinds in isolation_values_test.go.", at)
		}
		return listed(strconv.Quote(own[0])), true
	case !required && !slices.Contains(expected, field.Name):
		return "", false
	}
	value, ok = m.literal(field.Name, field.Type)
	if field.Name == "token" {
		value = strconv.Quote(m.own.tokens[0])
	}
	if !ok && required {
		m.t.Fatalf("The matrix knows no value for %s: add one to plausible in isolation_values_test.go.", at)
	}
	return value, ok
}

// leadsTo reports whether something is given for a field within an input; a list of items is never left out.
func (m *matrix) leadsTo(at string, given map[string]string) bool {
	for path := range given {
		if strings.HasPrefix(path, at+".") {
			return true
		}
	}
	return strings.HasSuffix(at, ".items")
}
