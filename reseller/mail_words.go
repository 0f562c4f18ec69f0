package reseller

// mailWords are the texts of one language. In braces: what is filled in (mailFacts.values).
type mailWords struct {
	subject, greeting string
	// What differs by who asks: a partner that sells, a reseller together with its provider (R6), one that only advises.
	seller, twoTiers, advisor caseWords
	// closing is followed by contactsListed, or by contactsBelow and the contacts (R37).
	closing, contactsListed, contactsBelow string
	website, email, phone                  string
	// separator stands between the parts of a list, lastPair says how its last part is added, and everything is the list
	// of a link for all services of a partner that sells none yet.
	separator, lastPair, everything string
	// space stands between two sentences.
	space string
}

// caseWords are the texts for one kind of who asks; the plain ones are for a link without delegated admin privileges.
type caseWords struct {
	introduction         string
	offer, offerPlain    string
	locked, lockedPlain  string
	subjectOf, signature string
}

var mailWordsOf = map[Locale]mailWords{English: englishMail, Chinese: chineseMail}

const (
	unchangedEN = " Your existing subscriptions, their terms, their bills and their partner of record stay exactly as they are."
	followEN    = "By following the link below, you can accept our request and "
	noneEN      = " We do not ask for any delegated admin privileges."
	signInEN    = " A global administrator of your organisation needs to sign in to accept."
	tiersEN     = "The relationship is between your organisation and our provider, {partner}, and names {reseller} as the reseller that serves you."
)

var englishMail = mailWords{
	subject:  "{name}: reseller relationship request",
	greeting: "Hello,",
	seller: caseWords{
		subjectOf:    "{partner}",
		introduction: "We are {partner}, and we would like to be your reseller.",
		offer:        "As your reseller, we would advise you, supply new subscriptions when you need them and help you run these services: {services}." + unchangedEN,
		offerPlain:   "As your reseller, we would advise you, supply new subscriptions when you need them and support you in using them." + unchangedEN,
		locked:       followEN + "authorise {partner} to administer these services for you with delegated admin privileges: {services}." + signInEN,
		lockedPlain:  followEN + "begin a reseller relationship with {partner}." + noneEN + signInEN,
		signature:    "{partner}",
	},
	twoTiers: caseWords{
		subjectOf:    "{reseller}",
		introduction: "We are {reseller}, and together with our provider, {partner}, we would like to be your reseller.",
		offer:        "As your reseller, we would advise you, supply new subscriptions through {partner} when you need them and help you run these services: {services}." + unchangedEN,
		offerPlain:   "As your reseller, we would advise you, supply new subscriptions through {partner} when you need them and support you in using them." + unchangedEN,
		locked:       followEN + "authorise {reseller} to administer these services for you with delegated admin privileges: {services}. " + tiersEN + " When you accept, you can choose to give the privileges to {partner} instead, or to both." + signInEN,
		lockedPlain:  followEN + "begin a reseller relationship. " + tiersEN + noneEN + signInEN,
		signature:    "{reseller}\n{partner}",
	},
	advisor: caseWords{
		subjectOf:    "{partner}",
		introduction: "We are {partner}, and we would like to be your advisor.",
		offer:        "As your advisor, we would answer your questions and help you run these services: {services}. We do not sell subscriptions." + unchangedEN,
		offerPlain:   "As your advisor, we would answer your questions about the services that you use. We do not sell subscriptions." + unchangedEN,
		locked:       followEN + "authorise {partner} to administer these services for you with delegated admin privileges: {services}." + signInEN,
		lockedPlain:  followEN + "begin a relationship with {partner} as your advisor." + noneEN + signInEN,
		signature:    "{partner}",
	},
	closing:        "You can review what we may do, or remove us, at any time under Partner Relationships.",
	contactsListed: "You will find our support contacts there as well.",
	contactsBelow:  "For support, please contact us:",
	website:        "Website: ",
	email:          "E-mail: ",
	phone:          "Phone: ",
	separator:      ", ",
	lastPair:       "{first} and {last}",
	everything:     "all those that we offer",
	space:          " ",
}

const (
	unchangedZH = "贵公司现有的订阅及其条款、账单和记录合作伙伴均保持不变。"
	acceptedZH  = "如果您接受本请求，我们将为贵公司提供咨询"
	followZH    = "通过以下链接，您可以接受我们的请求"
	grantZH     = "授予委派的管理权限，由其代表贵公司管理以下服务：{services}。"
	noneZH      = "本请求不涉及委派的管理权限。"
	signInZH    = "接受请求须由贵公司的全局管理员登录后完成。"
	tiersZH     = "经销商关系由贵公司与我们的提供商{partner}建立，并指明{reseller}为服务贵公司的经销商。"
)

var chineseMail = mailWords{
	subject:  "{name}：经销商关系请求",
	greeting: "您好！",
	seller: caseWords{
		subjectOf:    "{partner}",
		introduction: "我们是{partner}，希望成为贵公司的经销商。",
		offer:        acceptedZH + "，按需提供新的订阅，并协助管理以下服务：{services}。" + unchangedZH,
		offerPlain:   acceptedZH + "，按需提供新的订阅，并在使用中为您提供支持。" + unchangedZH,
		locked:       followZH + "，并向{partner}" + grantZH + signInZH,
		lockedPlain:  followZH + "，与{partner}建立经销商关系。" + noneZH + signInZH,
		signature:    "{partner}",
	},
	twoTiers: caseWords{
		subjectOf:    "{reseller}",
		introduction: "我们是{reseller}，现与我们的提供商{partner}共同提出请求，希望成为贵公司的经销商。",
		offer:        acceptedZH + "，通过{partner}按需提供新的订阅，并协助管理以下服务：{services}。" + unchangedZH,
		offerPlain:   acceptedZH + "，通过{partner}按需提供新的订阅，并在使用中为您提供支持。" + unchangedZH,
		locked:       followZH + "，并向{reseller}" + grantZH + tiersZH + "接受时，您也可以选择将该权限改为授予{partner}，或同时授予这两家公司。" + signInZH,
		lockedPlain:  followZH + "。" + tiersZH + noneZH + signInZH,
		signature:    "{reseller}\n{partner}",
	},
	advisor: caseWords{
		subjectOf:    "{partner}",
		introduction: "我们是{partner}，希望担任贵公司的顾问。",
		offer:        acceptedZH + "，并协助管理以下服务：{services}。我们不销售订阅。" + unchangedZH,
		offerPlain:   acceptedZH + "，解答您在使用服务时遇到的问题。我们不销售订阅。" + unchangedZH,
		locked:       followZH + "，并向{partner}" + grantZH + signInZH,
		lockedPlain:  followZH + "，由{partner}担任贵公司的顾问。" + noneZH + signInZH,
		signature:    "{partner}",
	},
	closing:        "您可以随时在“合作伙伴关系”中查看我们的权限，或将我们移除。",
	contactsListed: "我们的支持联系方式也列在其中。",
	contactsBelow:  "如需支持，请通过以下方式联系我们：",
	website:        "网站：",
	email:          "电子邮件：",
	phone:          "电话：",
	separator:      "、",
	lastPair:       "{first}和{last}",
	everything:     "我们提供的全部服务",
}
