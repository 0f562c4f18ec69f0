package reseller

// chineseLinks are about requesting: the partner, its links and the mail.
var chineseLinks = map[string]string{
	"%s is suspended: it can request nothing new and create no customers until the operator lifts the suspension. What exists goes on.": "%s已被暂停：在平台运营方解除暂停之前，无法发出新的请求，也无法创建客户。现有业务不受影响。",
	"%s has not signed the reseller agreement yet. An ADMIN_AGENT or GLOBAL_ADMIN signs it with signAgreement.":                         "%s尚未签署经销商协议。请由 ADMIN_AGENT 或 GLOBAL_ADMIN 通过 signAgreement 签署。",
	"%s is not a reseller paired with %s; a link is made in the name of one's own resellers only.":                                      "%s不是与%s配对的间接经销商；只能以自己名下间接经销商的名义创建邀请链接。",
	"%s is suspended: no link can be made in its name until the suspension is lifted.":                                                  "%s已被暂停：在解除暂停之前，无法以其名义创建邀请链接。",
	"%s does business in %s, %s in %s. A link serves customers of one country or region only.":                                          "%s的业务所在地为 %s，%s的业务所在地为 %s。一个邀请链接只能用于同一国家或地区的客户。",

	"Name the items of the batch.":                              "请指定批处理中的各项。",
	"A batch has at most %d items; yours has %d. Send several.": "一个批处理最多包含 %d 项；您的批处理包含 %d 项。请分多次发送。",
	"%s is an %s, which has no links and relationships of its own (R6). Name its provider, and it in onBehalfOfPartnerId.": "%s的类型为 %s，没有自己的邀请链接和合作伙伴关系（R6）。请指定其间接提供商，并在 onBehalfOfPartnerId 中指定该经销商。",

	"Name at least one service, or leave services out to ask for all that you sell.":                                  "请至少指定一项服务；如需请求您销售的全部服务，请省略 services。",
	"A link without delegated admin privileges names no services. Leave services out, or set delegatedAdmin to true.": "不含委派的管理权限的邀请链接不能指定服务。请省略 services，或将 delegatedAdmin 设为 true。",
	"%s does not sell a service %s. Name services that it sells.":                                                     "%s不销售服务 %s。请指定其销售的服务。",
	"The link would have expired already: %s is past. Choose a later time.":                                           "邀请链接的到期时间 %s 已过。请选择更晚的时间。",
	"A limit of uses is at least 1; it is %d.":                                                                        "使用次数上限不能小于 1；当前值为 %d。",
	"A campaign has at most %d characters.":                                                                           "活动名称最多 %d 个字符。",
	unfitLabel:                                                                                                        "此文本中含有疑似令牌或 API 密钥的内容，而所有能查看列表或历史记录的人都会看到它。请改用其他文字。",
	"A campaign holds line breaks, control or direction characters; write one line of plain text.":                    "活动名称包含换行符、控制字符或文字方向字符；请使用单行纯文本。",
	"A grace period has 0 to %d seconds; yours has %d.":                                                               "宽限期必须为 0 到 %d 秒；您指定的是 %d 秒。",

	"The mail has %d opening paragraphs at most; you give %d.":                                                        "邮件最多包含 %d 个开头段落；您提供了 %d 个。",
	"An opening paragraph has at most %d characters; this one has %d.":                                                "开头段落最多 %d 个字符；此段有 %d 个字符。",
	"An opening paragraph is empty; leave it out of the list to delete it.":                                           "开头段落为空；如需删除该段落，请将其从列表中移除。",
	"An opening paragraph holds control or direction characters; write plain text.":                                   "开头段落包含控制字符或文字方向字符；请使用纯文本。",
	"An opening paragraph holds an invite link. The mail carries its link in the locked paragraph; take it out here.": "开头段落包含邀请链接。邮件已在锁定的段落中附上链接；请将此处的链接删除。",
	"There are texts in en and zh-CN, not in %s.":                                                                     "文本仅提供 en 和 zh-CN 两种语言，不提供 %s。",

	"This is not a valid invite link. Check that it was copied whole.":                             "这不是有效的邀请链接。请检查链接是否复制完整。",
	"This link is not known here. Ask the partner for a new one.":                                  "找不到此邀请链接。请向合作伙伴索取新的链接。",
	"This link has expired. Ask the partner for a new one.":                                        "此邀请链接已过期。请向合作伙伴索取新的链接。",
	"This link has been used as often as it may be. Ask the partner for a new one.":                "此邀请链接的使用次数已达上限。请向合作伙伴索取新的链接。",
	"This link has been withdrawn by the partner. Ask for a new one.":                              "合作伙伴已撤回此邀请链接。请向其索取新的链接。",
	"This link cannot be used. Ask the partner for a new one.":                                     "此邀请链接无法使用。请向合作伙伴索取新的链接。",
	"The key that signed this link has been withdrawn. Request again, with a new idempotency key.": "用于签署此邀请链接的密钥已被撤销。请使用新的幂等键重新请求。",
}

// chineseAccepting are about accepting a request.
var chineseAccepting = map[string]string{
	"%s is suspended: its links cannot be accepted until the suspension is lifted.":                                             "%s已被暂停：在解除暂停之前，无法接受其邀请链接。",
	"%s does business in %s; the customer is in %s. A partner serves customers of its own country or region only.":              "%s的业务所在地为 %s，而客户位于 %s。合作伙伴只能服务于其所在国家或地区的客户。",
	"%s holds delegated admin privileges for %s. Nothing has changed. To give them to %s instead, accept with replaceExisting.": "%[1]s目前拥有“%[2]s”的委派的管理权限，因此未作任何更改。如需改为授予%[3]s，请在接受时设置 replaceExisting。",
	"Give services or grants, not both.":                                                                "services 和 grants 只能指定其一。",
	"Choose at least one service, or leave services out to grant all that the link asks for.":           "请至少选择一项服务；如需授予链接请求的全部权限，请省略 services。",
	"Choose at least one service and partner, or leave grants out to grant all that the link asks for.": "请至少选择一项服务及相应的合作伙伴；如需授予链接请求的全部权限，请省略 grants。",
	"This link asks for no delegated admin privileges; accept it without naming services.":              "此邀请链接不请求委派的管理权限；接受时请勿指定服务。",
	"This link asks for no delegated admin privileges; accept it without grants.":                       "此邀请链接不请求委派的管理权限；接受时请勿指定 grants。",
	"This link does not ask for a service %s. Choose among those that its preview shows.":               "此邀请链接不请求服务 %s。请在预览所列的服务中选择。",
	"This link names no partner with this id; it names %s.":                                             "此邀请链接未指明具有该 ID 的合作伙伴；它指明的是%s。",
}
