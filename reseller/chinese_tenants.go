package reseller

// chineseTenants are about customers, partners and users themselves, and about the values of their fields.
var chineseTenants = map[string]string{
	"company": "公司",

	"Another customer on the platform has this domain.":                                                                "平台上已有其他客户使用此域名。",
	"A customer with this domain is on the platform already. Send it your link instead: requestRelationship gives it.": "使用此域名的客户已在平台上。请改为向其发送贵公司的邀请链接：可通过 requestRelationship 获取。",
	"A customer with this domain is on the platform already.":                                                          "使用此域名的客户已在平台上。",
	"%s does business in %s and creates customers there only, not in %s.":                                              "%s在 %s 开展业务，只能在当地创建客户，不能在 %s 创建。",
	"This e-mail address cannot be used here; name another one.":                                                       "此电子邮件地址不能用在这里；请提供另一个地址。",

	"%s is paired with another provider. End that pairing first.": "%s已与另一家间接提供商配对。请先解除该配对。",
	"%s is of type %s; a provider is an %s.":                      "%s的类型为 %s；间接提供商的类型须为 %s。",
	"%s is of type %s; only an %s is paired with a provider.":     "%s的类型为 %s；只有 %s 才与间接提供商配对。",
	"%s does business in %s, its reseller would in %s.":           "%s在 %s 开展业务，而其间接经销商在 %s 开展业务。",

	"Name the offers to pin; an empty list unpins all.":                 "请指明要置顶的产品；空列表表示全部取消置顶。",
	"At most %d offers are pinned; you name %d.":                        "最多置顶 %d 个产品；您指明了 %d 个。",
	"The offer %s is named twice.":                                      "产品 %s 被指明了两次。",
	"There is no offer %s in the catalogue.":                            "目录中没有产品 %s。",
	"The agreement that is signed now has the version %s; you name %s.": "目前签署的协议版本为 %s；您指明的是 %s。",

	"This field is required.":                                                          "此字段为必填项。",
	"Name at least one service that the partner sells.":                                "请至少指明一项该合作伙伴销售的服务。",
	"An %s sells for a provider: name it.":                                             "%s 代间接提供商销售：请指明该提供商。",
	"Only an %s has a provider.":                                                       "只有 %s 才有间接提供商。",
	"This key is another's already.":                                                   "此键值已被占用。",
	"%s is not a domain name, such as harbourfoods.example.":                           "%s 不是域名；域名例如 harbourfoods.example。",
	"%s is not a country of two letters, such as CN.":                                  "%s 不是两个字母的国家/地区代码；例如 CN。",
	"%s is not an e-mail address, such as ada@brightcloud.example.":                    "%s 不是电子邮件地址；例如 ada@brightcloud.example。",
	"%s is not a telephone number, such as +86 21 5555 0100.":                          "%s 不是电话号码；例如 +86 21 5555 0100。",
	"%s is not a web address, such as https://brightcloud.example/support.":            "%s 不是网址；例如 https://brightcloud.example/support。",
	"This text has %d characters; at most %d are allowed.":                             "此文本有 %d 个字符；最多允许 %d 个。",
	"%s holds control or direction characters, or line breaks where one line belongs.": "%s 含有控制字符或方向字符，或在只允许一行的地方含有换行。",

	"Name the partner or customer to which the user is to belong.":                                               "请指明该用户所属的合作伙伴或客户。",
	"A company's users are managed by its own administrators and by the operator.":                               "公司的用户由其自己的管理员和平台运营方管理。",
	"This user has been removed; add the person anew.":                                                           "该用户已被移除；请重新添加此人。",
	"This is the company's last GLOBAL_ADMIN. Make another user one first.":                                      "这是该公司最后一个 GLOBAL_ADMIN。请先让另一个用户成为 GLOBAL_ADMIN。",
	"Name at least one role, or leave roles out to give the key all of yours.":                                   "请至少指明一个角色；如需授予该密钥您的全部角色，请省略 roles。",
	"An API key has no role that its maker lacks: you have %s, and name %s.":                                     "API 密钥不能具有其创建者没有的角色：您具有 %s，而指明的是 %s。",
	"An API key ends after now and within %d days, by %s; you name %s.":                                          "API 密钥的到期时间必须晚于现在，并在 %d 天之内，即不晚于 %s；您指明的是 %s。",
	"Your company has %d API keys that are neither revoked nor expired, and may have no more. Revoke one first.": "贵公司有 %d 个既未撤销也未过期的 API 密钥，不能再添加。请先撤销一个。",
	"Operators are not managed here; they come with an import.":                                                  "平台运营方的用户不在此管理；他们通过导入添加。",
}
