package answer

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of answers.
const (
	MediaGraphQL = "application/graphql-response+json"
	MediaJSON    = "application/json"
	MediaEvents  = "text/event-stream"
)

// maxAccept bounds an Accept header, in bytes; what is longer is read up to here.
const maxAccept = 2 << 10

// Preferences are how much a client wants each kind of answer, from 0, not at all, to 1.
type Preferences struct {
	GraphQL, JSON, Events float64
	// named tells that GraphQL's own media type is asked for by its name.
	named bool
}

// PreferencesOf reads the Accept header (RFC 9110): for each of our media types the most specific range that covers it
// counts. A request without one takes anything.
func PreferencesOf(header http.Header) Preferences {
	accept := strings.Join(header.Values("Accept"), ",")
	if len(accept) > maxAccept {
		accept = accept[:maxAccept]
	}
	if strings.TrimSpace(accept) == "" {
		return Preferences{JSON: 1, GraphQL: 1}
	}
	ranges := rangesOf(accept)
	p := Preferences{GraphQL: ranges.quality(MediaGraphQL), JSON: ranges.quality(MediaJSON)}
	_, p.named = ranges[MediaGraphQL]
	// A stream only where it is asked for by name: whoever takes anything expects one answer.
	p.Events = ranges[MediaEvents]
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

// Single is the media type of one answer; empty where none is acceptable. GraphQL's own goes to those who name it and want
// nothing else more, JSON to all others.
func (p Preferences) Single() string {
	switch {
	case p.named && p.GraphQL > 0 && p.GraphQL >= p.JSON:
		return MediaGraphQL
	case p.JSON > 0:
		return MediaJSON
	case p.GraphQL > 0:
		return MediaGraphQL
	}
	return ""
}
