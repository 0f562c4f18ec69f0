package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"sync"
	"time"
)

// endpoint is where the page sends its operations; it has to be on the same origin.
const endpoint = "/graphql"

//go:embed static/playground
var static embed.FS

//go:embed playground/index.html
var pageHTML string

// Playground serves GraphiQL at /playground and its assets below it. When ids is not nil, it also serves the two
// endpoints of the picker of users, GET /playground/users and POST /playground/token. Without ids the page asks for a
// bearer token instead.
func Playground(ids Identities) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /playground", page(ids != nil))
	mux.Handle("GET /playground/{$}", http.RedirectHandler("/playground", http.StatusPermanentRedirect))
	mux.Handle("GET "+assetsPath()+"/{name}", http.HandlerFunc(serveAsset))
	if ids != nil {
		mux.Handle("GET /playground/users", sameOrigin(listUsers(ids)))
		mux.Handle("POST /playground/token", sameOrigin(issueToken(ids)))
	}
	return secured(mux)
}

// assetsPath holds a hash of all the assets: with a new build every URL is new, so browsers may keep the old ones for
// good, and the files find each other by their plain names.
func assetsPath() string {
	return "/playground/assets/" + assets().hash
}

type assetSet struct {
	hash  string
	files map[string][]byte
}

// assets panics on an unreadable file, because the files are part of the program.
var assets = sync.OnceValue(func() assetSet {
	set, err := readAssets(static, "static/playground")
	if err != nil {
		panic(fmt.Sprintf("web: embedded assets: %v", err))
	}
	return set
})

// readAssets reads every file of a flat folder. ReadDir sorts by name, which makes the hash reproducible.
func readAssets(fsys fs.FS, dir string) (assetSet, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return assetSet{}, err
	}
	set := assetSet{files: make(map[string][]byte, len(entries))}
	sum := sha256.New()
	for _, entry := range entries {
		content, err := fs.ReadFile(fsys, path.Join(dir, entry.Name()))
		if err != nil {
			return assetSet{}, err
		}
		set.files[entry.Name()] = content
		// The length keeps the end of one file apart from the name of the next.
		sum.Write(fmt.Appendf(nil, "%s %d\n", entry.Name(), len(content)))
		sum.Write(content)
	}
	set.hash = hex.EncodeToString(sum.Sum(nil)[:8])
	return set, nil
}

// contentTypes are spelled out, because those of package mime depend on the machine.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	content, ok := assets().files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("ETag", `"`+assets().hash+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// pageConfig is what the page reads from its data block, as no script may stand in the page itself.
type pageConfig struct {
	Endpoint string    `json:"endpoint"`
	Picker   bool      `json:"picker"`
	Examples []Example `json:"examples"`
}

// page serves the HTML. It is small and names the hash of the assets, so browsers have to ask for it every time.
func page(picker bool) http.Handler {
	html := renderPage(pageConfig{Endpoint: endpoint, Picker: picker, Examples: Examples()})
	sum := sha256.Sum256(html)
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(html))
	})
}

var pageTemplate = template.Must(template.New("playground").Parse(pageHTML))

// renderPage panics on an error: neither its template nor its data come from outside of the program.
func renderPage(config pageConfig) []byte {
	var html bytes.Buffer
	data := struct {
		Assets string
		Config pageConfig
	}{assetsPath(), config}
	if err := pageTemplate.Execute(&html, data); err != nil {
		panic(fmt.Sprintf("web: playground/index.html: %v", err))
	}
	return html.Bytes()
}
