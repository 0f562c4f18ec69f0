package browsertest

import (
	"strings"
	"testing"
)

func TestMissingChromiumIsAnError(t *testing.T) {
	t.Parallel()
	path, err := findChromium("no-such-chromium")
	if err == nil || !strings.Contains(err.Error(), "CHROMIUM") || !strings.Contains(err.Error(), "no-such-chromium") {
		t.Errorf("%q, %v", path, err)
	}
}
