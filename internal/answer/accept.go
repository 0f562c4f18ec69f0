package edge

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The media types of answers.
const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
	mediaEvents  = "text/event-stream"
)

// maxAccept bounds an Accept header, in bytes; what is longer is read up to here.
const maxAccept = 2 << 10

// preferences are how much a client wants each kind of answer, from 0, not at all, to 1.
type preferences struct {
	graphQL, json, events float64
	// named tells that GraphQL's own media type is asked for by its name.
	named bool
}

// preferencesOf reads the Accept header (RFC 9110): for each of our media types the most specific range that covers it
// counts. A request without one takes anything.
func preferencesOf(header http.Header) preferences {
	accept := strings.Join(header.Values("Accept"), ",")
	if len(accept) > maxAccept {
		accept = accept[:maxAccept]
	}
	if strings.TrimSpace(accept) == "" {
		return preferences{json: 1, graphQL: 1}
	}
	ranges := rangesOf(accept)
	p := preferences{graphQL: ranges.quality(mediaGraphQL), json: ranges.quality(mediaJSON)}
	_, p.named = ranges[mediaGraphQL]
	// A stream only where it is asked for by name: whoever takes anything expects one answer.
	p.events = ranges[mediaEvents]
	return p
}

// ranges are the quality of each media range of an Accept header.
type ranges map[string]float64

func rangesOf(accept string) ranges {
	all := ranges{}
	for entry := range strings.SplitSeq(accept, ",") {
		name, parameters, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		if charset := strings.ToLower(parameters["charset"]); charset != "" && charset != "utf-8" && charset != "utf8" {
			continue // we write UTF-8 alone
		}
		q := 1.0
		if text, ok := parameters["q"]; ok {
			q, err = strconv.ParseFloat(text, 64)
			if err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		all[name] = max(all[name], q)
	}
	return all
}

func (r ranges) quality(mediaType string) float64 {
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, covering := range []string{mediaType, kind + "/*", "*/*"} {
		if q, ok := r[covering]; ok {
			return q
		}
	}
	return 0
}

// single is the media type of one answer; empty where none is acceptable. GraphQL's own goes to those who name it and want
// nothing else more, JSON to all others.
func (p preferences) single() string {
	switch {
	case p.named && p.graphQL > 0 && p.graphQL >= p.json:
		return mediaGraphQL
	case p.json > 0:
		return mediaJSON
	case p.graphQL > 0:
		return mediaGraphQL
	}
	return ""
}

func isText(s string) bool { return utf8.ValidString(s) }
