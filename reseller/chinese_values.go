package reseller

// chineseEnding are about ending privileges and relationships.
var chineseEnding = map[string]string{
	"Name partners, or ask for all of them, not both.":                                                                                      "请指定合作伙伴，或者选择全部合作伙伴，二者只能选其一。",
	"Name at least one partner, or set allPartners.":                                                                                        "请至少指定一个合作伙伴，或设置 allPartners。",
	"Name at most %d partners at once.":                                                                                                     "一次最多指定 %d 个合作伙伴。",
	"Name at least one service, or leave services out to remove all.":                                                                       "请至少指定一项服务；如需全部删除，请省略 services。",
	"Name at least one service, or leave services out to give up all.":                                                                      "请至少指定一项服务；如需全部放弃，请省略 services。",
	"A version is that of one relationship: name one partner with it.":                                                                      "版本对应单个合作伙伴关系：指定版本时，请只指定一个合作伙伴。",
	"There is no service %s in the catalogue.":                                                                                              "目录中没有服务 %s。",
	"A reason has at most %d characters.":                                                                                                   "原因最多 %d 个字符。",
	"A reason holds control or direction characters; write plain text.":                                                                     "原因包含控制字符或文字方向字符；请使用纯文本。",
	"This relationship is another partner's. Only that partner and the customer can agree on its end.":                                      "该合作伙伴关系属于其他合作伙伴。只能由该合作伙伴与客户协商终止。",
	"The end of this relationship has been proposed already. The other side can confirm it, and the side that proposed it can withdraw it.": "已有人提议终止该合作伙伴关系。对方可以确认，提议方可以撤回。",
	"This relationship has ended already. A new one begins when the customer accepts a link.":                                               "该合作伙伴关系已终止。客户接受邀请链接后，将建立新的关系。",
	"Nobody has proposed the end of this relationship; there is nothing to withdraw.":                                                       "尚无人提议终止该合作伙伴关系，没有可撤回的提议。",
	"Nobody has proposed the end of this relationship; there is nothing to confirm. Propose it first.":                                      "尚无人提议终止该合作伙伴关系，没有可确认的提议。请先提议终止。",
	"The other side has proposed this end, and only that side can withdraw it. As long as you do not confirm it, the relationship stands.":  "终止由对方提议，只有对方可以撤回。只要您不确认，该合作伙伴关系就继续有效。",
	"This end is your own side's proposal; the other side confirms it.":                                                                     "终止由您这一方提议，须由对方确认。",
}

// chineseValues are about ids, cursors, pages, versions and other values.
var chineseValues = map[string]string{
	"This is not an id of the kind that belongs here. Use ids as the API gives them.":                 "这不是此处所需类型的 ID。请使用 API 返回的 ID。",
	"This is not a cursor. Use cursors as the API gives them.":                                        "这不是有效的游标。请使用 API 返回的游标。",
	"This cursor is of another list, or of this list in another order. Begin again without a cursor.": "此游标属于其他列表，或属于此列表的其他排序方式。请不带游标重新开始。",
	"A moment is a text such as \"2026-11-22T09:30:00Z\".":                                            "时间必须是如 \"2026-11-22T09:30:00Z\" 的文本。",
	"A whole number from -2147483648 to 2147483647 is taken here.":                                    "此处必须是 -2147483648 到 2147483647 之间的整数。",
	"A day is a text such as \"2026-11-22\".":                                                         "日期必须是如 \"2026-11-22\" 的文本。",
	"A whole number from -2^53 to 2^53 is taken here.":                                                "此处必须是 -2^53 到 2^53 之间的整数。",
	"A text is taken here.":                                "此处必须是文本。",
	"A number is taken here.":                              "此处必须是数字。",
	"There is no offer in the catalogue with this code.":   "目录中没有此代码对应的产品。",
	"Ask for first or for last, not for both.":             "first 和 last 只能指定其一。",
	"%s must be between 1 and %d; it is %d.":               "%s 必须介于 1 和 %d 之间；当前值为 %d。",
	"There is no service in the catalogue with this code.": "目录中没有此代码对应的服务。",
	"At most %d are taken in one list; yours has %d.":      "一个列表最多包含 %d 项；您的列表包含 %d 项。",
	"A search has at most %d characters.":                  "搜索内容最多 %d 个字符。",
	"Ask for at most %d objects at once.":                  "一次最多请求 %d 个对象。",

	"There is nothing of version %d here; leave version out to begin anew.":                      "此处没有版本 %d 的内容；如需新建，请省略 version。",
	"It has changed meanwhile: you name version %d, it is at %d. Read it again and decide anew.": "内容在此期间已更改：您指定的版本为 %d，当前版本为 %d。请重新读取后再作决定。",
	"An idempotency key has 1 to %d bytes; yours has %d.":                                        "幂等键的长度必须为 1 到 %d 个字节；您的幂等键为 %d 个字节。",
	"This idempotency key was used with another input. Use a new key for a new request.":         "此幂等键已用于其他输入。新的请求请使用新的幂等键。",
}

// chineseSystem are about the request itself: who sends it, how, and what the server cannot do.
var chineseSystem = map[string]string{ //nolint:gosec // sentences about tokens, and no tokens
	"The bearer token is not valid, or no longer. Sign in again.":                                                                                                                   "bearer 令牌无效或已失效。请重新登录。",
	"The server cannot tell who you are just now. Try again shortly.":                                                                                                               "服务器暂时无法确认您的身份。请稍后重试。",
	"Something went wrong in the server. Try again later.":                                                                                                                          "服务器出现问题。请稍后重试。",
	"This is no position: send back what extensions.position of an answer said, unchanged, or 0 to read from any replica.":                                                          "这不是有效的位置：请原样传回某次响应中 extensions.position 的值，或传 0 以从任一副本读取。",
	"The database went away while this was being written down: it may have been done, or not. Ask again with the same idempotencyKey, which does it once; without one, look first.": "写入过程中数据库中断：操作可能已完成，也可能未完成。请使用同一 idempotencyKey 重试（只会执行一次）；未使用该键时，请先查看结果。",
	"The service cannot answer at the moment. Try again shortly.":                                                                                                                   "服务暂时无法响应。请稍后重试。",
	"Something went wrong on our side. Try again; if it happens again, give the operator this error id: %s":                                                                         "我们这边出现了问题。请重试；如果问题再次出现，请将此错误 ID 告知平台运营方：%s",
	"Pages of the site that this request comes from may not ask here. The operator can allow its origin (--allowed-origins).":                                                       "发出此请求的网站页面不得在此请求。平台运营方可以允许其来源（--allowed-origins）。",
	"The variable %s holds %s, which is not a value of %s. Write %s.":                                                                                                               "变量 %s 的值为 %s，它不是 %s 的值。请写作 %s。",

	"The development identity is for programs on the server's own machine, but the Host of this request is neither localhost nor a loopback address. Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.": "开发身份仅供服务器本机上的程序使用，但此请求的 Host 既不是 localhost，也不是环回地址。请访问 http://127.0.0.1 或 http://localhost，或者使用 --oidc-issuer 启动服务器。",
	"The development identity is for programs on the server's own machine, but the header %s of this request says that it came through a proxy. Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.":      "开发身份仅供服务器本机上的程序使用，但此请求的标头 %s 表明它经过了代理。请访问 http://127.0.0.1 或 http://localhost，或者使用 --oidc-issuer 启动服务器。",
	"The development identity is for programs on the server's own machine, but where this request came from is not known. Ask at http://127.0.0.1 or http://localhost, or start the server with --oidc-issuer.":                            "开发身份仅供服务器本机上的程序使用，但无法得知此请求的来源。请访问 http://127.0.0.1 或 http://localhost，或者使用 --oidc-issuer 启动服务器。",
}

// chineseMasked are about documents that are not valid, in production.
var chineseMasked = map[string]string{
	"Introspection is off on this server.":                                                                          "此服务器已关闭内省。",
	"There is no such field here. See the locations for the place in the document.":                                 "此处没有该字段。其在文档中的位置见 locations。",
	"A fragment is on something that has no fields. See the locations for the place in the document.":               "片段所针对的类型没有字段。其在文档中的位置见 locations。",
	"There is no such argument here. See the locations for the place in the document.":                              "此处没有该参数。其在文档中的位置见 locations。",
	"There is no such directive here. See the locations for the place in the document.":                             "此处没有该指令。其在文档中的位置见 locations。",
	"The document spreads a fragment that it does not define.":                                                      "文档使用了未定义的片段。",
	"Operations of this kind are not offered.":                                                                      "不提供此类操作。",
	"There is no such type. See the locations for the place in the document.":                                       "没有该类型。其在文档中的位置见 locations。",
	"An operation without a name must be the only one of its document.":                                             "没有名称的操作必须是文档中唯一的操作。",
	"An operation uses a variable that it does not define.":                                                         "操作使用了未定义的变量。",
	"The document defines a fragment that nothing uses.":                                                            "文档定义了未使用的片段。",
	"An operation defines a variable that it does not use.":                                                         "操作定义了未使用的变量。",
	"Different things are asked for under one name. Give one of them an alias.":                                     "同一名称请求了不同的内容。请为其中之一使用别名。",
	"A fragment stands where it can never apply. See the locations for the place in the document.":                  "片段所在之处永远不会适用。其在文档中的位置见 locations。",
	"An argument is missing. See the locations for the place in the document.":                                      "缺少参数。其在文档中的位置见 locations。",
	"A selection of fields is missing here, or there can be none. See the locations for the place in the document.": "此处缺少字段的选择，或者不能有选择。其在文档中的位置见 locations。",
	"A subscription asks for exactly one thing, and that is none of introspection.":                                 "一个订阅只能请求一项内容，且不能是内省。",
	"An argument is given twice. See the locations for the place in the document.":                                  "参数重复。其在文档中的位置见 locations。",
	"A directive is given twice. See the locations for the place in the document.":                                  "指令重复。其在文档中的位置见 locations。",
	"Two fragments have one name.":                                                                                  "两个片段同名。",
	"A value is given twice. See the locations for the place in the document.":                                      "值重复。其在文档中的位置见 locations。",
	"Two operations have one name.":                                                                                 "两个操作同名。",
	"Two variables have one name.":                                                                                  "两个变量同名。",
	"A value is not what is taken here. See the locations for the place in the document.":                           "该值不是此处所接受的值。其在文档中的位置见 locations。",
	"A variable is of a type that no variable can have.":                                                            "变量的类型不能用于变量。",
	"A variable is used where its type does not fit. See the locations for the place in the document.":              "变量用在了与其类型不符之处。其在文档中的位置见 locations。",
	"The document is not valid. See the locations for the place in it.":                                             "文档无效。其在文档中的位置见 locations。",
	"A variable is missing, or its value is not what is taken here. See the path for which.":                        "缺少变量，或者变量的值不是此处所接受的值。具体变量见 path。",
}
