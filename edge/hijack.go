package edge

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
)

// socketBuffer is how much of a WebSocket is read, and gathered to be written, at once, in bytes. net/http has 4 KB for each, and keeps
// them for as long as the connection is open; messages are small, and larger ones pass through in pieces.
const socketBuffer = 512

// smallBuffers has a connection that is taken over read and written through small buffers.
type smallBuffers struct{ http.ResponseWriter }

// Unwrap is for http.ResponseController.
func (s smallBuffers) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Hijack implements http.Hijacker.
func (s smallBuffers) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	connection, buffers, err := http.NewResponseController(s.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	early, err := buffers.Peek(buffers.Reader.Buffered()) // which the client has sent along
	var reader *bufio.Reader
	if err == nil {
		reader = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(early)), connection), max(socketBuffer, len(early)))
		_, err = reader.Peek(len(early))
	}
	if err != nil {
		_ = connection.Close() // nothing can be said to it
		return nil, nil, err
	}
	return connection, bufio.NewReadWriter(reader, bufio.NewWriterSize(connection, socketBuffer)), nil
}
