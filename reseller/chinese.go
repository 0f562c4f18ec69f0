package reseller

// chinese gives the Chinese of every sentence that refuses, and of the words that sentences name (R19). Its parts are by
// topic; what stands in the order of Chinese rather than that of English has the numbers of its arguments, as in %[2]s.
var chinese = joined(chineseWords, chineseRoles, chineseLinks, chineseAccepting, chineseEnding, chineseTenants, chineseSubscriptions, chineseReports, chineseExports, chineseValues, chineseSystem, chineseMasked, chineseEdge)

func joined(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		for english, translated := range part {
			if _, ok := all[english]; ok {
				panic("reseller: there are two translations of " + english)
			}
			all[english] = translated
		}
	}
	return all
}

// chineseWords are the words that sentences name: objects, kinds of tenant, actions.
var chineseWords = map[string]string{
	"partner":      "合作伙伴",
	"customer":     "客户",
	"operator":     "平台运营方",
	"relationship": "合作伙伴关系",
	"link":         "邀请链接",
	"user":         "用户",
	"API key":      "API 密钥",

	"request a relationship":                                 "请求建立经销商关系",
	"send a link":                                            "发送邀请链接",
	"rotate or revoke a link":                                "轮换或撤销邀请链接",
	"accept a relationship":                                  "接受经销商关系",
	"decline a relationship":                                 "拒绝经销商关系",
	"remove delegated admin privileges":                      "删除委派的管理权限",
	"relinquish delegated admin privileges":                  "放弃委派的管理权限",
	"propose, confirm or withdraw the end of a relationship": "提议、确认或撤回终止合作伙伴关系",
	"create a customer":                                      "创建客户",
	"name the first user of a customer":                      "指定客户的首位用户",
	"edit a customer":                                        "编辑客户信息",
	"edit a customer's billing details":                      "编辑客户的账单信息",
	"pin offers":                                             "置顶产品",
	"publish support contacts":                               "发布支持联系方式",
	"sign the reseller agreement":                            "签署经销商协议",
	"see the reseller agreement":                             "查看经销商协议",
	"end a pairing":                                          "解除间接提供商与间接经销商的配对",
	"manage users":                                           "管理用户",
	"manage API keys":                                        "管理 API 密钥",
	"see API keys":                                           "查看 API 密钥",
	"register a partner or a customer":                       "登记合作伙伴或客户",
	"run the platform":                                       "运营平台",
}

// chineseRoles are about who may do what.
var chineseRoles = map[string]string{ //nolint:gosec // sentences about tokens, and no tokens
	"Sign in first: send a bearer token.":                                                                              "请先登录：发送 bearer 令牌。",
	"There is no such %s, or you may not see it.":                                                                      "该%s不存在，或者您无权查看。",
	"Only a user of %s can %s; you are signed in for %s.":                                                              "只有%s的用户可以%s；您当前以%s的用户身份登录。",
	"You need the role %s to %s; you have %s. Ask an administrator of your company.":                                   "%[2]s需要具有角色 %[1]s；您当前的角色为 %[3]s。请联系贵公司的管理员。",
	"A partner of type %s cannot %s: its provider does so in its name.":                                                "类型为 %s 的合作伙伴不能%s：须由其间接提供商代为办理。",
	"A partner of type %s cannot %s: that takes a partner of type %s.":                                                 "类型为 %s 的合作伙伴不能%s：只有类型为 %s 的合作伙伴可以。",
	"An API key cannot %s, whatever its roles: one that is lost is to leave no successor. Sign in as a user to do so.": "API 密钥无论具有何种角色，都不能%s：密钥一旦遗失，不得留下其他可登录的凭据。请以用户身份登录后操作。",
	"A partner's user has exactly one of %s and at most one of %s.":                                                    "合作伙伴的用户必须且只能具有 %s 中的一个角色，并且最多具有 %s 中的一个角色。",
	"A customer's user is either GLOBAL_ADMIN or USER.":                                                                "客户的用户角色只能是 GLOBAL_ADMIN 或 USER。",
	"A user of the operator has the role OPERATOR and no other.":                                                       "平台运营方的用户只能具有角色 OPERATOR。",
}
