package reseller

// chineseReports are about reports.
var chineseReports = map[string]string{
	"The time from %s to %s is empty; to is the day after the last one, later than from.": "%s 至 %s 这段时间是空的；to 是最后一天的次日，须晚于 from。",

	"%s is to come; there is nothing to report yet.": "%s 尚未到来；还没有可以报告的内容。",

	"%s is before %s; there is nothing to report.": "%s 早于 %s；没有可以报告的内容。",

	"All customers of %s are in %s, as it is itself (R7); name that, or leave it out.": "%s的客户都在 %s，与其自身相同（R7）；请指明该国家或地区，或不填。",

	"Only the operator compares partners.": "只有平台运营方可以比较合作伙伴。",

	"Reports are being counted for the first time; ask again in a minute.": "正在首次统计报告；请一分钟后再试。",

	"The report has %d figures for each line; at most %d are told. Ask for a shorter time, longer parts or fewer services.": "每条数列共有 %d 个数字；最多提供 %d 个。请缩短时间、加长时段或减少服务。",

	"The report of %d offers has %d figures for each line; at most %d are told. Ask for a shorter time, longer parts or fewer services.": "%d 个产品的报告每条数列共有 %d 个数字；最多提供 %d 个。请缩短时间、加长时段或减少服务。",

	"The report has %d bills; at most %d are summed up. Ask for a shorter time.": "报告涉及 %d 份账单；最多汇总 %d 份。请缩短时间。",

	"These look at what a partner has: they are for a partner's list of relationships, and not for a customer's.": "这些条件涉及合作伙伴所拥有的内容：仅适用于合作伙伴的关系列表，不适用于客户的列表。",

	"The reports of %d resellers have %d figures for each line; at most %d are told. Ask for a shorter time, by MONTH, or for fewer services.": "%d 个间接经销商的报告每条数列共有 %d 个数字；最多提供 %d 个。请缩短时间、改为按 MONTH 或减少服务。",

	"The report has %d figures for each line; of at most %d it is told which rows they count. Ask for values, a shorter time, longer parts or fewer services.": "每条数列共有 %d 个数字；最多说明 %d 个数字对应的记录。请改用 values、缩短时间、加长时段或减少服务。",

	"Of more than %d links it is not told one by one what came of them in so many parts. Ask for a shorter time, by MONTH, or name links by ids.": "在这么多时段内，超过 %d 个链接时不再逐一提供其结果。请缩短时间、改为按 MONTH，或用 ids 指明链接。",

	"There is no service %s.": "没有服务 %s。",

	"A report has at most %d parts; ask for a shorter time, or by WEEK or MONTH.": "一份报告最多有 %d 段；请缩短时间，或改为按 WEEK 或 MONTH。",

	"Days of %s did not begin with a quarter of an hour of UTC in %s; ask for a later time or another zone.": "在 %[2]s，%[1]s 的一天并非始于 UTC 的整刻；请选择更晚的时间或其他时区。",

	"There is no time zone %s; name one as the IANA does, such as Asia/Shanghai or UTC.": "没有时区 %s；请使用 IANA 的名称，例如 Asia/Shanghai 或 UTC。",
}
