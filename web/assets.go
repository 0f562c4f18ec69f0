package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed static
var static embed.FS

const (
	assetsFolder = "static/assets"
	// forever is for files whose name has a hash of what is in them.
	forever = "public, max-age=31536000, immutable"
)

// contentTypes are spelled out, because those of package mime depend on the machine.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// asset is a file of the pages.
type asset struct {
	content     []byte
	contentType string
	etag        string
	// cache is how long browsers may keep it.
	cache string
	// compressed gives the content in gzip, made when it is asked for first and then kept; nil is for what is compressed
	// already.
	compressed func() []byte
}

// assets panics on an unreadable file, because the files are part of the program.
var assets = sync.OnceValue(func() map[string]*asset {
	all, err := readAssets(static, assetsFolder)
	if err != nil {
		panic(fmt.Sprintf("web: embedded assets: %v", err))
	}
	return all
})

// readAssets reads every file of a flat folder.
func readAssets(fsys fs.FS, dir string) (map[string]*asset, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	all := make(map[string]*asset, len(entries))
	for _, entry := range entries {
		content, err := fs.ReadFile(fsys, path.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		all[entry.Name()] = newAsset(entry.Name(), content)
	}
	return all, nil
}

func newAsset(name string, content []byte) *asset {
	extension := path.Ext(name)
	a := &asset{content: content, contentType: contentTypes[extension], etag: etagOf(content), cache: forever}
	switch extension {
	case ".woff2":
		return a
	case ".txt": // which alone has a name without a hash
		a.cache = "no-cache"
	}
	a.compressed = sync.OnceValue(func() []byte { return gzipped(content) })
	return a
}

// gzipped panics on an error: nothing can go wrong in memory.
func gzipped(content []byte) []byte {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("web: compress: %v", err))
	}
	return packed.Bytes()
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	a, ok := assets()[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	harden(h, basePolicy) // which holds for workers, too: they load nothing
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", a.cache)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(a.choose(h, r)))
}

// choose gives the content in the encoding that the client wants, and sets the headers that say which.
func (a *asset) choose(h http.Header, r *http.Request) []byte {
	h.Set("ETag", a.etag)
	if a.compressed == nil {
		return a.content
	}
	h.Add("Vary", "Accept-Encoding")
	if !takesGzip(r.Header) {
		return a.content
	}
	h.Set("ETag", strings.TrimSuffix(a.etag, `"`)+`-gzip"`) // other bytes
	h.Set("Content-Encoding", "gzip")
	return a.compressed()
}

// takesGzip reads the Accept-Encoding header (RFC 9110): gzip by its name, or by the * of who names everything.
func takesGzip(header http.Header) bool {
	others := false
	for entry := range strings.SplitSeq(strings.Join(header.Values("Accept-Encoding"), ","), ",") {
		name, parameter, _ := strings.Cut(entry, ";")
		taken := wanted(parameter)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return taken
		case "*":
			others = taken
		}
	}
	return others
}

// wanted tells whether a parameter, q=0.5 or none, says anything but no.
func wanted(parameter string) bool {
	text, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameter)), "q=")
	if !ok {
		return true
	}
	q, err := strconv.ParseFloat(text, 64)
	return err == nil && q > 0
}
