package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// anAsset is the name of a file with this ending.
func anAsset(t *testing.T, ending string) string {
	t.Helper()
	for name := range assets() {
		if strings.HasSuffix(name, ending) {
			return "/assets/" + name
		}
	}
	t.Fatalf("there is no %s", ending)
	return ""
}

func TestAssets(t *testing.T) {
	t.Parallel()
	for name, a := range assets() {
		w := serve(Site{}, request("GET", "/assets/"+name, "", nil))
		want := contentTypes[filepath.Ext(name)]
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), a.content) || want == "" || got != want {
			t.Errorf("%s: %d, %d bytes, %q", name, w.Code, w.Body.Len(), got)
		}
		cache := forever
		if name == "THIRD-PARTY-NOTICES.txt" {
			cache = "no-cache"
		}
		if got := w.Header().Get("Cache-Control"); got != cache {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if policy := w.Header().Get("Content-Security-Policy"); policy != basePolicy {
			t.Errorf("%s: %s", name, policy)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	t.Parallel()
	site := with(fakeIdentities{})
	for _, target := range []string{"/", "/app/x", "/playground", anAsset(t, ".css"), anAsset(t, ".js")} {
		for _, encoding := range []string{"", "gzip"} {
			header := map[string]string{"Accept-Encoding": encoding}
			header["If-None-Match"] = serve(site, request("GET", target, "", header)).Header().Get("ETag")
			if w := serve(site, request("GET", target, "", header)); header["If-None-Match"] == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
				t.Errorf("%s with %v: status %d", target, header, w.Code)
			}
		}
	}
}

// TestPagesOfEachLanguageHaveTheirOwnETag, as one address is both.
func TestPagesOfEachLanguageHaveTheirOwnETag(t *testing.T) {
	t.Parallel()
	english := serve(with(nil), request("GET", "/app/x", "", nil)).Header().Get("ETag")
	chinese := map[string]string{"Accept-Language": "zh", "If-None-Match": english}
	if w := serve(with(nil), request("GET", "/app/x", "", chinese)); w.Code != http.StatusOK {
		t.Errorf("%s: %d", english, w.Code)
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	name := anAsset(t, ".js")
	bare := serve(Site{}, request("GET", name, "", nil))
	for accept, packed := range map[string]bool{
		"": false, "identity": false, "br": false, "gzip;q=0": false, "gzip; q=0.000": false, "*;q=0": false, "gzip;q=x": false, "*, gzip;q=0": false,
		"gzip": true, "br, GZIP": true, "br, gzip;q=0.5": true, "x-gzip": true, "*": true, "*;q=0, gzip": true, "gzip, *;q=0": true,
	} {
		w := serve(Site{}, request("GET", name, "", map[string]string{"Accept-Encoding": accept}))
		body := w.Body.Bytes()
		if packed {
			body = unpack(t, body)
		}
		h := w.Header()
		if w.Code != http.StatusOK || (h.Get("Content-Encoding") == "gzip") != packed || h.Get("Vary") != "Accept-Encoding" || !bytes.Equal(body, bare.Body.Bytes()) {
			t.Errorf("%q: %d, %d bytes, %v", accept, w.Code, len(body), h)
		}
		if (h.Get("ETag") == bare.Header().Get("ETag")) == packed {
			t.Errorf("%q: the ETag %s is that of other bytes", accept, h.Get("ETag"))
		}
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestFontsAreNotCompressedTwice: those of the web are compressed by themselves.
func TestFontsAreNotCompressedTwice(t *testing.T) {
	t.Parallel()
	all, err := readAssets(fstest.MapFS{"fonts/a.woff2": {Data: []byte("a")}, "fonts/b.ttf": {Data: []byte("b")}}, "fonts")
	if err != nil {
		t.Fatal(err)
	}
	if all["a.woff2"].compressed != nil || all["b.ttf"].compressed == nil || all["b.ttf"].contentType != "font/ttf" {
		t.Errorf("%+v", all)
	}
	if _, err := readAssets(fstest.MapFS{}, "fonts"); err == nil {
		t.Error("a folder that is not there")
	}
}
