package reseller

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources are the program's own sources: packages by their folder, without tests, generated code and tools.
type sources struct {
	files    *token.FileSet
	packages map[string][]*ast.File
	// constants are those of the packages, by folder and name such as "auth.ErrBadToken".
	constants map[string]ast.Expr
	// functions are by folder and name; a method counts by its name alone.
	functions map[string]*ast.FuncDecl
}

func readSources(t *testing.T) *sources {
	t.Helper()
	s := &sources{
		files: token.NewFileSet(), packages: map[string][]*ast.File{},
		constants: map[string]ast.Expr{}, functions: map[string]*ast.FuncDecl{},
	}
	const root = ".."
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || strings.HasSuffix(name, "test") ||
			slices.Contains([]string{"tools", "testdata", "node_modules"}, name)):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".generated.go"):
			return nil
		}
		file, err := parser.ParseFile(s.files, path, nil, 0)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		folder = filepath.ToSlash(folder)
		s.packages[folder] = append(s.packages[folder], file)
		s.declare(folder, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sources) declare(folder string, file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.functions[folder+"."+d.Name.Name] = d
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				values, ok := spec.(*ast.ValueSpec)
				if !ok || d.Tok != token.CONST {
					continue
				}
				for i, value := range values.Values {
					s.constants[folder+"."+values.Names[i].Name] = value
				}
			}
		}
	}
}

// each visits every node, with the folder and file that it is in.
func (s *sources) each(visit func(folder string, file *ast.File, n ast.Node)) {
	for _, folder := range slices.Sorted(maps.Keys(s.packages)) {
		for _, file := range s.packages[folder] {
			ast.Inspect(file, func(n ast.Node) bool {
				visit(folder, file, n)
				return true
			})
		}
	}
}

// place is where a node stands.
func (s *sources) place(n ast.Node) string {
	p := s.files.Position(n.Pos())
	return strings.TrimPrefix(filepath.ToSlash(p.Filename), "../") + ":" + strconv.Itoa(p.Line)
}

// named resolves a name to folder and name: its own package's, another's that the file imports, or a method's.
func named(folder string, file *ast.File, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return folder + "." + e.Name
	case *ast.IndexExpr: // with a type argument
		return named(folder, file, e.X)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			for _, i := range file.Imports {
				path := strings.Trim(i.Path.Value, `"`)
				if x.Name == filepath.Base(path) || i.Name != nil && x.Name == i.Name.Name {
					return strings.TrimPrefix(path, "accord/") + "." + e.Sel.Name
				}
			}
		}
		return folder + "." + e.Sel.Name
	}
	return ""
}

// text is the value of a constant string.
func (s *sources) text(folder string, file *ast.File, e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		value, err := strconv.Unquote(e.Value)
		return value, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return s.text(folder, file, e.X)
	case *ast.BinaryExpr:
		left, ok := s.text(folder, file, e.X)
		right, also := s.text(folder, file, e.Y)
		return left + right, ok && also && e.Op == token.ADD
	case *ast.Ident, *ast.SelectorExpr:
		if value, ok := s.constants[named(folder, file, e)]; ok {
			return s.text(folder, file, value)
		}
	}
	return "", false
}

// parameters are the names and types of a function's parameters, one by one.
func parameters(f *ast.FuncDecl) (names []string, types []ast.Expr) {
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			names, types = append(names, name.Name), append(types, field.Type)
		}
	}
	return names, types
}

// formatTakers are the functions that take a format of a refusal, with the number of that parameter: refuse, and all that
// pass a parameter of theirs on to one of them.
func (s *sources) formatTakers() map[string]int {
	takers := map[string]int{"reseller.refuse": 2}
	for before := 0; before < len(takers); {
		before = len(takers)
		for key, f := range s.functions {
			folder := key[:strings.LastIndex(key, ".")]
			names, _ := parameters(f)
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				at, takes := takers[named(folder, s.fileOf(folder, f), call.Fun)]
				if !takes || at >= len(call.Args) {
					return true
				}
				if passed, ok := call.Args[at].(*ast.Ident); ok && slices.Contains(names, passed.Name) {
					takers[key] = slices.Index(names, passed.Name)
				}
				return true
			})
		}
	}
	return takers
}

func (s *sources) fileOf(folder string, n ast.Node) *ast.File {
	for _, file := range s.packages[folder] {
		if file.Pos() <= n.Pos() && n.Pos() < file.End() {
			return file
		}
	}
	return nil
}

// wordTypes are the types of texts that are words of a sentence: those with a method in.
func (s *sources) wordTypes() map[string]bool {
	texts, words := map[string]bool{}, map[string]bool{}
	s.each(func(folder string, file *ast.File, n ast.Node) {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if named(folder, file, n.Type) == folder+".string" {
				texts[folder+"."+n.Name.Name] = true
			}
		case *ast.FuncDecl:
			if n.Recv != nil && n.Name.Name == "in" {
				words[named(folder, file, n.Recv.List[0].Type)] = true
			}
		}
	})
	maps.DeleteFunc(words, func(name string, _ bool) bool { return !texts[name] })
	return words
}
