package reseller

// chineseExports are about files, and past moments.
var chineseExports = map[string]string{
	"%s is to come; ask for a moment up to now, which is %s.": "%s 尚未到来；请选择不晚于现在（%s）的时刻。",

	"Name a partner or a customer, not both: a file has one company's list.": "请指明一个合作伙伴或一个客户，不能两者都填：一个文件只含一家公司的列表。",

	"The lists of a partner are for that partner and the operator.": "合作伙伴的列表仅供该合作伙伴和平台运营方查看。",

	"Name the partner or the customer whose list it is.": "请指明列表所属的合作伙伴或客户。",

	"This is not the address of a file. Check that it was copied whole, or ask for the file again.": "这不是文件的地址。请检查是否完整复制，或重新请求该文件。",

	"This address has expired: a file can be fetched for %d minutes. Ask for it again.": "此地址已过期：文件可在 %d 分钟内下载。请重新请求。",

	"Who asked for this file may not sign in any more.": "请求此文件的用户已不能登录。",

	"The file cannot be written now. Try again in a moment.": "现在无法生成文件。请稍后再试。",
}
