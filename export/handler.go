package export

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"accord/graph/model"
	"accord/internal/locale"
	"accord/reseller"
)

const (
	// atOnce is how many files are written at once, one for each company: each keeps a connection to the database.
	atOnce = 2
	// patience is how long a client may take for what has been sent, before it counts as gone.
	patience = 30 * time.Second
	// longest is how long a file may take, for as long as which the database keeps what it was. The rest of it can be fetched from its last
	// cursor on.
	longest = 5 * time.Minute
	// bufferSize is how much is sent at once.
	bufferSize = 64 << 10
)

// mediaTypes are those of the formats, and endings those of their files.
var (
	mediaTypes = map[reseller.ExportFormat]string{
		reseller.ExportCSV: "text/csv; charset=utf-8", reseller.ExportNDJSON: "application/x-ndjson", reseller.ExportParquet: "application/vnd.apache.parquet",
	}
	endings = map[reseller.ExportFormat]string{reseller.ExportCSV: "csv", reseller.ExportNDJSON: "ndjson", reseller.ExportParquet: "parquet"}
	names   = map[reseller.ExportKind]string{
		reseller.ExportRelationships: "relationships", reseller.ExportSubscriptions: "subscriptions", reseller.ExportEvents: "events",
	}
)

// Handler answers GET /exports/{sealed} with the file that the address is of; with ?after=CURSOR with what follows that row.
func Handler(app *reseller.App) http.Handler {
	h := &handler{app: app, busy: map[tenant]bool{}}
	return http.HandlerFunc(h.serve)
}

type handler struct {
	app *reseller.App

	mu sync.Mutex
	// busy are those for whom a file is being written.
	busy map[tenant]bool
}

// tenant is a company, or the operator.
type tenant struct {
	kind reseller.TenantKind
	id   reseller.ID
}

// begin reports whether a file may be written for a company now.
func (h *handler) begin(of tenant) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy[of] || len(h.busy) == atOnce {
		return false
	}
	h.busy[of] = true
	return true
}

func (h *handler) end(of tenant) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.busy, of)
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store") // the address is the key to it
	ctx, cancel := context.WithTimeout(r.Context(), longest)
	defer cancel()
	e, v, err := h.app.OpenExport(ctx, r.PathValue("sealed"))
	if err != nil {
		refuse(w, r, err)
		return
	}
	after, err := afterOf(e, r)
	if err != nil {
		refuse(w, r, err)
		return
	}
	of := tenant{v.User.Tenant, v.User.TenantID}
	if !h.begin(of) {
		refuse(w, r, fmt.Errorf("%w: one file is being written for the company, or %d for others", reseller.ErrUnavailable, atOnce))
		return
	}
	defer h.end(of)
	w.Header().Set("Content-Type", mediaTypes[e.Format])
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", names[e.Kind]+"-"+e.AsOf.Format("2006-01-02T150405Z")+"."+endings[e.Format]))
	if r.Method == http.MethodHead {
		return
	}
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Time{}) // of the request, which has arrived: when it passes, the request counts as ended
	to := &patient{ResponseWriter: w, connection: connection}
	err = h.write(ctx, to, v, e, after)
	switch {
	case err == nil:
	case !to.began:
		w.Header().Del("Content-Disposition")
		refuse(w, r, err)
	default:
		if r.Context().Err() == nil { // the client is still there
			slog.WarnContext(ctx, "a file was cut off", "kind", e.Kind, "error", err)
		}
		panic(http.ErrAbortHandler) // so that nobody takes what there is for the whole
	}
}

// afterOf reads from where on the file is asked for; nil is from its beginning.
func afterOf(e reseller.Export, r *http.Request) (*reseller.Key, error) {
	if !r.URL.Query().Has("after") {
		return nil, nil //nolint:nilnil // no cursor asks for no bound
	}
	lists := map[reseller.ExportKind]model.List{
		reseller.ExportRelationships: relationshipsList(e.Owner), reseller.ExportSubscriptions: subscriptionsList(e.Owner), reseller.ExportEvents: model.ListHistory,
	}
	after := r.URL.Query().Get("after")
	return model.ParseCursor(lists[e.Kind], &after, "after")
}

// write writes the file, or the rest of it.
func (h *handler) write(ctx context.Context, w io.Writer, v reseller.Viewer, e reseller.Export, after *reseller.Key) error {
	to := bufio.NewWriterSize(w, bufferSize)
	var err error
	switch e.Kind {
	case reseller.ExportRelationships:
		err = stream(e, to, after, relationshipRow, func(each func([]reseller.ExportedRelationship) error) error {
			return h.app.EachRelationship(ctx, v, e, after, each)
		})
	case reseller.ExportSubscriptions:
		err = stream(e, to, after, subscriptionRow, func(each func([]reseller.ExportedSubscription) error) error {
			return h.app.EachSubscription(ctx, v, e, after, each)
		})
	case reseller.ExportEvents:
		err = stream(e, to, after, eventRow, func(each func([]reseller.Event) error) error { return h.app.EachEvent(ctx, v, e, after, each) })
	}
	if err != nil {
		return err
	}
	return to.Flush()
}

// stream writes what is read, batch by batch.
func stream[T, R any](e reseller.Export, to *bufio.Writer, after *reseller.Key, rowOf func(reseller.Export, T) (R, error), read func(func([]T) error) error) error {
	file, err := newWriter[R](e.Format, to, after != nil)
	if err != nil {
		return err
	}
	err = read(func(items []T) error {
		rows := make([]R, len(items))
		for i, item := range items {
			if rows[i], err = rowOf(e, item); err != nil {
				return err
			}
		}
		return file.Write(rows)
	})
	if err != nil {
		return err
	}
	return file.Close()
}

// patient gives a client a while for each write, in the place of a while for all of them.
type patient struct {
	http.ResponseWriter

	connection *http.ResponseController
	// began tells that something was sent.
	began bool
}

func (p *patient) Write(b []byte) (int, error) {
	p.began = true
	_ = p.connection.SetWriteDeadline(time.Now().Add(patience)) // a writer that knows no deadlines is a test's
	return p.ResponseWriter.Write(b)
}

// refuse says why there is no file, in the reader's language.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	why := refusalOf(err)
	if why.Code == reseller.CodeUnavailable {
		slog.WarnContext(r.Context(), "a file could not be written", "error", err)
		w.Header().Set("Retry-After", "10")
	}
	said := refusal{problem{string(why.Code), why.In(locale.Choose(w, r))}}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(cmp.Or(statuses[why.Code], http.StatusBadRequest))
	if err := json.NewEncoder(w).Encode(said); err != nil {
		slog.DebugContext(r.Context(), "nobody was left to be told why there is no file", "error", err)
	}
}

// refusal is the body of an answer without a file.
type refusal struct {
	Error problem `json:"error"`
}

type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func refusalOf(err error) *reseller.Error {
	refusals := reseller.AsRefusals(err)
	switch {
	case len(refusals) > 0:
		return refusals[0]
	case errors.Is(err, reseller.ErrNotFound):
		return reseller.Refuse(reseller.CodeNotFound, "Who asked for this file may not sign in any more.")
	}
	return reseller.Refuse(reseller.CodeUnavailable, "The file cannot be written now. Try again in a moment.")
}

// statuses are those of refusals; all others are 400.
var statuses = map[reseller.Code]int{
	reseller.CodeNotFound: http.StatusNotFound, reseller.CodeForbiddenRole: http.StatusForbidden, reseller.CodeLimitExceeded: http.StatusGone,
	reseller.CodeUnavailable: http.StatusServiceUnavailable,
}
