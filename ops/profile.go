package ops

import (
	"net/http"
	"net/http/pprof"
)

// Profiles serves the profiles of the running process under /debug/pprof/, as `go tool pprof` asks for them. Whoever reaches it can
// make the process work, and read from its memory: it belongs on an address that only operators reach, apart from the API's.
func Profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	return mux
}
