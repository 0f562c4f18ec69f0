package reseller

// chineseEdge are about requests and documents: what the edge refuses before anything is executed.
var chineseEdge = map[string]string{ //nolint:gosec // sentences about tokens, and no tokens
	"The request is larger than %d bytes. Send less at once.":                                                   "请求超过 %d 字节。请减少单次发送的内容。",
	"The request has more than %d values. Send less at once.":                                                   "请求包含超过 %d 个值。请减少单次发送的内容。",
	"The request's body broke off. Send it again.":                                                              "请求正文不完整。请重新发送。",
	`The request is not one such as {"query": "…", "variables": {…}}.`:                                          `该请求不是如 {"query": "…", "variables": {…}} 的请求。`,
	"Send one operation at a time: a list of them is not taken.":                                                "请每次只发送一个操作：不接受操作列表。",
	"Send the request as JSON in UTF-8, with the header Content-Type: application/json.":                        "请以 UTF-8 编码的 JSON 发送请求，并带上标头 Content-Type: application/json。",
	"Send the request's body as it is: a Content-Encoding is not understood here.":                              "请按原样发送请求正文：此处不支持 Content-Encoding。",
	"GraphQL is asked for with POST, or with GET where nothing changes.":                                        "GraphQL 请求使用 POST；不作任何更改的请求也可以使用 GET。",
	"Answers are application/graphql-response+json, application/json or text/event-stream; accept one of them.": "响应的类型为 application/graphql-response+json、application/json 或 text/event-stream；请至少接受其中一种。",

	"A mutation needs POST: GET changes nothing.": "更改操作需要使用 POST：GET 不作任何更改。",
	"A subscription needs a transport that streams: WebSocket (graphql-transport-ws), or server-sent events (Accept: text/event-stream).": "订阅操作需要流式传输：WebSocket（graphql-transport-ws），或服务器发送事件（Accept: text/event-stream）。",
	"Answers come whole: leave out @defer.":                                                "响应总是一次性完整返回：请去掉 @defer。",
	"At most %d operations are at work on one connection. Complete some, or open another.": "一个连接上最多同时执行 %d 个操作。请先完成其中一些，或者另开一个连接。",
	"Your sign-in has ended. Sign in again and connect anew.":                              "您的登录已失效。请重新登录并重新连接。",

	"The document is longer than %d bytes. Put large values into variables.":                                                                                          "文档超过 %d 字节。请将较大的值放入变量。",
	"The document has more than %d tokens. Ask for less at once.":                                                                                                     "文档超过 %d 个词法单元。请减少单次请求的内容。",
	"The document has more than %d names within lists. Put them into variables.":                                                                                      "文档的列表中有超过 %d 个名称。请将它们放入变量。",
	"The document has a name of more than %d bytes. Choose shorter names.":                                                                                            "文档中有超过 %d 字节的名称。请使用更短的名称。",
	"The operation has %d fields at its root; at most %d are taken. Send several operations.":                                                                         "该操作的根字段有 %d 个；最多接受 %d 个。请分成多个操作发送。",
	"The operation is %d fields deep; at most %d are taken. Ask for the inner objects by their ids.":                                                                  "该操作的字段嵌套达 %d 层；最多接受 %d 层。请用 ID 另行请求内层对象。",
	"The operation has %d aliases; at most %d are taken. Use lists, or send several operations.":                                                                      "该操作有 %d 个别名；最多接受 %d 个。请使用列表，或者分成多个操作发送。",
	"The operation selects %d fields; at most %d are taken. Ask for less at once.":                                                                                    "该操作选择了 %d 个字段；最多接受 %d 个。请减少单次请求的内容。",
	"The operations and fragments of the document select too many fields together, or the same ones too often. Send each operation with the fragments that it needs.": "文档中各操作和片段选择的字段合计过多，或者重复选择了相同的字段。请分别发送每个操作及其所需的片段。",
	"A fragment of the document spreads itself, by others perhaps. Leave that out.":                                                                                   "文档中有片段引用了自身（可能经由其他片段）。请去掉这种引用。",
	"The document spreads many fragments that it does not have. Send it with all of them.":                                                                            "文档引用了许多其中没有的片段。请将它与全部片段一起发送。",
	"The operation asks for a page of %d; at most %d are given at once. Ask for shorter pages.":                                                                       "该操作请求的分页长度为 %d；每次最多返回 %d 项。请缩短分页长度。",
	"The operation may cost %d; at most %d is taken. Ask for shorter pages, or for fewer lists within each other.":                                                    "该操作的开销可能达到 %d；最多接受 %d。请缩短分页长度，或者减少相互嵌套的列表。",
	"Your company has used up its budget for now. Ask again in %d seconds, and for less at once: extensions.cost says what each operation costs.":                     "贵公司目前的请求额度已用完。请在 %d 秒后重试，并减少单次请求的内容：每个操作的开销见 extensions.cost。",

	"Only documents that this server was given at its start are executed for you. Name one by its documentId.":        "此服务器只为您执行其启动时所配置的文档。请用 documentId 指定其中一个。",
	"A documentId is the SHA-256 of a document, in hex.":                                                              "documentId 是文档的 SHA-256，以十六进制表示。",
	"There is no document with this documentId. Give the server a manifest that has it, or send the document's text.": "没有 documentId 为此值的文档。请为服务器配置包含它的清单，或者直接发送文档的文本。",
	"The request has a documentId and another document's text. Send one of the two.":                                  "请求中既有 documentId，又有另一个文档的文本。请只发送其中之一。",
	`The extension persistedQuery looks like {"version": 1, "sha256Hash": "the document's SHA-256, in hex"}.`:         `扩展 persistedQuery 的形式为 {"version": 1, "sha256Hash": "文档的 SHA-256，以十六进制表示"}。`,
	"The hash in the extension persistedQuery is not that of the document. Send the SHA-256 of its text.":             "扩展 persistedQuery 中的哈希值与文档不符。请发送文档文本的 SHA-256。",
}
