package locale

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/reseller"
)

func TestR19_Choose(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]reseller.Locale{
		"": reseller.English, "en": reseller.English, "en-GB": reseller.English, "fr": reseller.English, "*": reseller.English,
		"zh": reseller.Chinese, "zh-CN": reseller.Chinese, "zh-Hans;q=0.9,en;q=0.5": reseller.Chinese, "zh-Hans-SG": reseller.Chinese,
		"zh-TW,zh;q=0.9": reseller.Chinese, "fr,zh;q=0.5,en;q=0.3": reseller.Chinese, "en;q=0.1, zh-CN;q=0.9": reseller.Chinese,
		"zh;q=0, en": reseller.English, "zh-CN;q=0.5,en;q=0.9": reseller.English, "nonsense;;;q=": reseller.English, "\x00\xff": reseller.English,
		strings.Repeat("zh,", 3500): reseller.English, strings.Repeat("-", 10_000): reseller.English, strings.Repeat("zh-CN;q=0.", 99): reseller.English,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.Header.Set("Accept-Language", header)
		w := httptest.NewRecorder()
		if got := Choose(w, r); got != want {
			t.Errorf("%.40q: %s", header, got)
		}
		if vary := w.Header().Values("Vary"); len(vary) != 1 || vary[0] != "Accept-Language" {
			t.Errorf("%.40q: Vary: %q", header, vary)
		}
	}
}

// Several headers count as one, in their order.
func TestR19_ChooseOfSeveralHeaders(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	r.Header["Accept-Language"] = []string{"fr", "zh-CN;q=0.8", "en;q=0.7"}
	if got := Choose(httptest.NewRecorder(), r); got != reseller.Chinese {
		t.Error(got)
	}
}

func FuzzChoose(f *testing.F) {
	for _, seed := range []string{"", "zh-CN", "en-GB;q=0.5,*", "zh-Hant-u-nu-hanidec-x-a", "i-klingon;q=9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if l := preferred(header); l != reseller.English && l != reseller.Chinese {
			t.Errorf("%q: %q", header, l)
		}
	})
}
