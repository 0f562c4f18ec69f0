import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-gQHUslcP.js";import{t as i}from"./useParams-D07t8sxU.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{t as s}from"./kept-BjbOdPV9.js";import{n as c,o as l,r as u,t as d}from"./page-CKRU7_rZ.js";import{t as f}from"./format-Dd2h_E0L.js";import{a as p,o as m,t as h}from"./states-vBv4euA2.js";import{t as g}from"./Missing-usg6pPnU.js";import{n as _,r as v}from"./Told-CaWLqRv7.js";import{i as y}from"./badges-x5lln6Xy.js";import{i as b,r as x}from"./viewer-BowR78Gd.js";import{t as ee}from"./ToRequest-Bf7c8lSB.js";import{n as S,t as C}from"./act-D9scW8zI.js";import{i as te,t as w}from"./graphql-DFM3QPVt.js";import{n as T}from"./refusedAt-Cl5Ttfq_.js";import{t as E}from"./ActDialog-BW9pQm3T.js";import{t as D}from"./OfferFields-Cqtqr08q.js";import{t as O}from"./ReasonField-C1kSPcOl.js";import{a as k,i as ne,s as re}from"./fields-u7otaAQB.js";import{n as A}from"./useNavigate-De3kpfFy.js";import{t as j}from"./days-B4M92W2Y.js";/* empty css                */var M=e(o(),1),N=a();function ie({addOns:e}){let{t:r}=n(`partner`);return(0,N.jsxs)(d,{title:r(`subscription.addOns`),children:[e.length===0&&(0,N.jsx)(`p`,{className:`quiet`,children:r(`subscription.noAddOns`)}),e.length>0&&(0,N.jsx)(`ul`,{className:`plain-list`,children:e.map(({id:e,offer:n,status:i,seats:a})=>(0,N.jsxs)(`li`,{children:[(0,N.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,N.jsx)(p,{children:n.name})}),` `,(0,N.jsx)(y,{status:i}),` `,r(`customer.seats`,{count:a})]},e))})]})}function P({capabilities:e},t){return e.find(e=>e.action===t)??{action:t,allowed:!1,reason:null}}function F(...e){return[...new Set(e.filter(e=>e!==null))]}function ae(e,t){return[`SEE_PRICE`,`ADMINISTER`,`SUPPORT`].map(n=>{let{allowed:r,reason:i}=P(e,n);return{action:n,allowed:r,reasons:F(r?t(`actionAbout.${n}`):i)}})}function oe(e){let t=P(e,`ADD_SEATS`),n=P(e,`REMOVE_SEATS`);return{action:`SEATS`,allowed:t.allowed||n.allowed,reasons:F(t.reason,n.reason)}}function I(e,t,n,r){let{allowed:i,reason:a}=P(e,t);return i&&n.length===0?{action:t,allowed:!1,reasons:[r]}:{action:t,allowed:i,reasons:F(a)}}function L({billedPartner:e,base:t,status:n},r,i){let a=r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?e?.id===r.partner?.id?t?i(`actionAbout.addOn`):n===`ACTIVE`?null:i(`actionAbout.notActive`):i(`actionAbout.supportBilled`):i(`actionAbout.supportRole`);return{action:`SUPPORT_CONTACT`,allowed:a===null,reasons:F(a)}}function R(e,t,n){let r=t=>{let{allowed:n,reason:r}=P(e,t);return{action:t,allowed:n,reasons:F(r)}};return[oe(e),I(e,`ORDER_ADD_ON`,e.offer.addOns,n(`actionAbout.noAddOns`)),I(e,`UPGRADE`,e.offer.upgradesTo,n(`actionAbout.noUpgrades`)),r(`TRANSFER`),r(`CHANGE_PARTNER_OF_RECORD`),L(e,t,n),r(`SUSPEND`),r(`RESUME`),r(`CANCEL`)]}function z({subscription:e,onOpen:t}){let{t:r}=n(`partner`),i=b();return(0,N.jsxs)(d,{title:r(`subscription.can`),children:[(0,N.jsx)(`p`,{className:`quiet`,children:r(`subscription.canHelp`)}),(0,N.jsx)(B,{subscription:e}),(0,N.jsxs)(`ul`,{className:`capabilities`,children:[ae(e,r).map(e=>(0,N.jsx)(V,{possibility:e},e.action)),R(e,i,r).map(e=>(0,N.jsx)(H,{possibility:e,onOpen:t},e.action))]})]})}function B({subscription:e}){let{t}=n(`partner`),r=b(),{billedPartner:i,delegatedAdmin:a,status:o,service:s}=e,c=r.partner?.id;return i?.id!==c||a?.id===c||o===`CANCELLED`?null:(0,N.jsxs)(m,{tone:`warning`,children:[(0,N.jsx)(`p`,{children:t(`subscription.restoreDap`,{service:s.name})}),(0,N.jsx)(ee,{})]})}function V({possibility:{action:e,allowed:t,reasons:r}}){let{t:i}=n([`partner`,`common`]);return(0,N.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,N.jsxs)(`div`,{children:[(0,N.jsx)(`p`,{className:`capability-name`,children:i(`actions.${e}`)}),(0,N.jsx)(U,{reasons:r})]}),(0,N.jsx)(h,{tone:t?`good`:`plain`,children:i(t?`common:yes`:`common:no`)})]})}function H({possibility:{action:e,allowed:t,reasons:i},onOpen:a}){let{t:o}=n([`partner`,`common`]);return(0,N.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,N.jsxs)(`div`,{children:[(0,N.jsx)(`p`,{className:`capability-name`,children:o(`actions.${e}`)}),(0,N.jsx)(U,{reasons:i})]}),t?(0,N.jsx)(r,{small:!0,kind:e===`CANCEL`||e===`SUSPEND`?`danger`:`secondary`,onPress:()=>a(e),children:o(`actionButtons.${e}`)}):(0,N.jsx)(h,{tone:`plain`,children:o(`common:no`)})]})}function U({reasons:e}){return e.map(e=>(0,N.jsx)(`p`,{className:`quiet`,children:e},e))}var W=w(`
    mutation OrderAddOn($input: OrderAddOnInput!) {
      orderAddOn(input: $input) {
        subscription { id version }
        addOn { id }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function G({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{addOns:o}=e.offer,[s,c]=(0,M.useState)(o[0]?.code),[l,u]=(0,M.useState)(e.seats),d=S(W),f=o.find(e=>e.code===s);async function p(){f&&await d.act({subscriptionId:e.id,offer:f.code,seats:l,version:e.version})&&i(a(`addOnDialog.done`,{offer:f.name}))}return(0,N.jsx)(E,{title:a(`addOnDialog.title`,{offer:e.offer.name}),help:a(`addOnDialog.help`),act:d,submit:a(`addOnDialog.submit`),onSubmit:()=>void p(),onClose:t,onReload:r,children:(0,N.jsx)(D,{label:a(`addOnDialog.addOn`),offers:o,offer:f,onOffer:c,seats:l,onSeats:u,errors:{offer:T(d.refusals,`offer`),seats:T(d.refusals,`seats`)}})})}var K=w(`
    mutation CancelSubscription($input: CancelSubscriptionInput!) {
      cancelSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function q({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),[s,c]=(0,M.useState)(``),l=S(K),{offer:u,customer:d,seats:p,addOns:m}=e;async function h(){let t={subscriptionId:e.id,version:e.version,...s.trim()&&{reason:s}};await l.act(t)&&i(a(`cancelDialog.done`))}return(0,N.jsx)(E,{title:a(`cancelDialog.title`,{offer:u.name}),help:(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(`p`,{children:a(`cancelDialog.help`,{seats:o.number(p),name:d?.name??a(`relationship.nobody`)})}),m.length>0&&(0,N.jsx)(`p`,{children:a(`cancelDialog.addOns`,{names:o.list(m.map(e=>e.offer.name))})})]}),act:l,submit:a(`cancelDialog.submit`),keep:a(`cancelDialog.keep`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,N.jsx)(O,{value:s,onChange:c,refusals:l.refusals})})}var se=w(`
  query KnownPartners {
    partners(first: 100) { nodes { id name type status } }
    viewer { partner { id name resellers(first: 100) { nodes { id name } } } }
  }
`);function J(){let[{data:e,error:t,fetching:n}]=te({query:se});return{own:e?.viewer?.partner??null,known:e?.partners?.nodes??[],resellers:e?.viewer?.partner?.resellers?.nodes??[],error:t,fetching:n&&!e}}var ce=w(`
    mutation ChangePartnerOfRecord($input: ChangePartnerOfRecordInput!) {
      changePartnerOfRecord(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]),Y=`*`;function le({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=x(),{resellers:s}=J(),c=e.partnerOfRecord,[l,u]=(0,M.useState)(c?.id??Y),d=S(ce),f=[...s,...c?[c]:[]].filter(e=>e.id!==o.id),p=new Map(f.map(e=>[e.id,e.name]));async function m(){let t=l===Y?null:l;await d.act({subscriptionId:e.id,partnerId:t,version:e.version})&&i(a(`recordDialog.done`))}return(0,N.jsx)(E,{title:a(`recordDialog.title`),help:a(`recordDialog.help`),act:d,submit:a(`recordDialog.submit`),onSubmit:()=>void m(),onClose:t,onReload:r,children:(0,N.jsx)(k,{label:a(`recordDialog.record`),items:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[...p].map(([e,t])=>({value:e,label:t})),{value:Y,label:a(`recordDialog.none`)}],value:l,onChange:u,error:T(d.refusals,`partnerId`)})})}var ue=w(`
    mutation ResumeSubscription($input: ResumeSubscriptionInput!) {
      resumeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function de({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,M.useState)(``),c=S(ue);async function l(){let t={subscriptionId:e.id,version:e.version,...o.trim()&&{reason:o}};await c.act(t)&&i(a(`resumeDialog.done`))}return(0,N.jsx)(E,{title:a(`resumeDialog.title`,{offer:e.offer.name}),help:a(`resumeDialog.help`),act:c,submit:a(`resumeDialog.submit`),onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,N.jsx)(O,{value:o,onChange:s,refusals:c.refusals})})}var fe=w(`
    mutation ChangeSeats($input: ChangeSeatsInput!) {
      changeSeats(input: $input) {
        subscription { id seats version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function pe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),{offer:s,seats:c}=e,[l,u]=(0,M.useState)(c),[d,p]=(0,M.useState)(!1),m=S(fe),h=P(e,`REMOVE_SEATS`).allowed?s.minSeats:c,g=P(e,`ADD_SEATS`).allowed?s.maxSeats:c,_=l===c||Number.isNaN(l);async function v(){p(!0),_||await m.act({subscriptionId:e.id,seats:l,version:e.version})&&i(a(`seatsDialog.done`,{seats:o.number(l)}))}return(0,N.jsx)(E,{title:a(`seatsDialog.title`,{offer:s.name}),help:(0,N.jsx)(me,{subscription:e,seats:l}),act:m,submit:a(`seatsDialog.submit`),onSubmit:()=>void v(),onClose:t,onReload:r,children:(0,N.jsx)(ne,{label:a(`seatsDialog.seats`),description:a(`seatsDialog.bounds`,{min:o.number(h),max:o.number(g),now:o.number(c)}),value:l,onChange:u,min:h,max:g,error:d&&_?a(`seatsDialog.same`):T(m.refusals,`seats`)})})}function me({subscription:e,seats:t}){let{t:r}=n(`partner`),i=f(),a=Number.isNaN(t)?0:t-e.seats,o=i.number(Math.abs(a)),{unitPrice:s}=e,c=a===0?r(`seatsDialog.same`):a<0?r(`seatsDialog.fewer`,{seats:o}):s?r(`seatsDialog.more`,{seats:o,price:i.money(s)}):r(`seatsDialog.moreUnpriced`,{seats:o});return(0,N.jsx)(`p`,{role:`status`,children:c})}function X({label:e,partners:t,chosen:r,onChoose:i,id:a,onId:o,error:s}){let{t:c}=n(`partner`),l=r===`*`;return(0,N.jsxs)(N.Fragment,{children:[t.length>0&&(0,N.jsx)(k,{label:e,items:[...t,{value:`*`,label:c(`transferDialog.other`)}],value:r,onChange:i,...!l&&{error:s}}),l&&(0,N.jsx)(re,{label:c(`transferDialog.id`),description:c(`transferDialog.idHelp`),value:a,onChange:o,autoComplete:`off`,spellCheck:`false`,error:s})]})}var he=w(`
    mutation ChangeSupportContact($input: ChangeSupportContactInput!) {
      changeSupportContact(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function ge({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=x(),{known:s}=J(),[c,l]=(0,M.useState)(e.supportContact?.id??o.id),[u,d]=(0,M.useState)(``),[f,p]=(0,M.useState)(!1),m=S(he),h=c===`*`?u.trim():c,g=[...s,...e.supportContact?[e.supportContact]:[]].filter(e=>e.id!==o.id),_=new Map(g.map(e=>[e.id,e.name]));async function v(){p(!0),h&&await m.act({subscriptionId:e.id,partnerId:h,version:e.version})&&i(a(`supportDialog.done`))}return(0,N.jsx)(E,{title:a(`supportDialog.title`),help:a(`supportDialog.help`),act:m,submit:a(`supportDialog.submit`),onSubmit:()=>void v(),onClose:t,onReload:r,children:(0,N.jsx)(X,{label:a(`supportDialog.support`),partners:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[..._].map(([e,t])=>({value:e,label:t}))],chosen:c,onChoose:l,id:u,onId:d,error:f&&!h?a(`transferDialog.idMissing`):T(m.refusals,`partnerId`)})})}var _e=w(`
    mutation SuspendSubscription($input: SuspendSubscriptionInput!) {
      suspendSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]),ve=[`CUSTOMER_REQUEST`,`NON_PAYMENT`,`FRAUD`];function ye({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,M.useState)(`CUSTOMER_REQUEST`),c=S(_e);async function l(){await c.act({subscriptionId:e.id,reason:o,version:e.version})&&i(a(`suspendDialog.done`))}return(0,N.jsx)(E,{title:a(`suspendDialog.title`,{offer:e.offer.name}),help:a(`suspendDialog.help`),act:c,submit:a(`suspendDialog.submit`),kind:`danger`,onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,N.jsx)(k,{label:a(`suspendDialog.reason`),items:ve.map(e=>({value:e,label:a(`suspendDialog.reasons.${e}`)})),value:o,onChange:s})})}var be=w(`
    mutation TakeTransfer($input: TakeTransferInput!) {
      takeTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function xe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),s=S(be);async function c(){await s.act({subscriptionId:e.id,version:e.version})&&i(a(`transfer.taken`))}return(0,N.jsx)(E,{title:a(`transfer.takeTitle`,{offer:e.offer.name}),help:a(`transfer.toYou`,{day:e.transfer?o.day(e.transfer.offeredAt):``}),act:s,submit:a(`transfer.take`),onSubmit:()=>void c(),onClose:t,onReload:r})}var Se=w(`
    mutation OfferTransfer($input: OfferTransferInput!) {
      offerTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function Ce({type:e,status:t}){return(e===`DIRECT_RESELLER`||e===`INDIRECT_PROVIDER`)&&t===`ACTIVE`}function we({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{own:o,known:s}=J(),[c,l]=(0,M.useState)(`*`),[u,d]=(0,M.useState)(``),[f,p]=(0,M.useState)(!1),m=S(Se),h=c===`*`?u.trim():c,g=e.transfer?.to;async function _(){p(!0),h&&await m.act({subscriptionId:e.id,toPartnerId:h,version:e.version})&&i(a(`transferDialog.done`))}return(0,N.jsx)(E,{title:a(`transferDialog.title`,{offer:e.offer.name}),help:(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(`p`,{children:a(`transferDialog.help`)}),g&&(0,N.jsx)(`p`,{children:a(`transferDialog.replaces`,{name:g.name})})]}),act:m,submit:a(`transferDialog.submit`),onSubmit:()=>void _(),onClose:t,onReload:r,children:(0,N.jsx)(X,{label:a(`transferDialog.to`),partners:s.filter(e=>e.id!==o?.id&&Ce(e)).map(e=>({value:e.id,label:e.name})),chosen:c,onChoose:l,id:u,onId:d,error:f&&!h?a(`transferDialog.idMissing`):T(m.refusals,`toPartnerId`)})})}var Te=w(`
    mutation UpgradeSubscription($input: UpgradeSubscriptionInput!) {
      upgradeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function Ee({addOns:e},t){let n=new Set(t?.addOns.map(({code:e})=>e));return t?e.filter(({offer:e})=>!n.has(e.code)).map(({offer:e})=>e.name):[]}function De({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),s=e.offer.upgradesTo,[c,l]=(0,M.useState)(s[0]?.code),[u,d]=(0,M.useState)(e.seats),p=S(Te),h=s.find(e=>e.code===c),g=Ee(e,h);async function _(){h&&await p.act({subscriptionId:e.id,offer:h.code,seats:u,version:e.version})&&i(a(`upgradeDialog.done`,{offer:h.name}))}return(0,N.jsxs)(E,{title:a(`upgradeDialog.title`,{offer:e.offer.name}),help:a(`upgradeDialog.help`),act:p,submit:a(`upgradeDialog.submit`),onSubmit:()=>void _(),onClose:t,onReload:r,children:[(0,N.jsx)(D,{label:a(`upgradeDialog.to`),offers:s,offer:h,onOffer:l,seats:u,onSeats:d,errors:{offer:T(p.refusals,`offer`),seats:T(p.refusals,`seats`)}}),g.length>0&&(0,N.jsx)(m,{tone:`warning`,live:!0,children:(0,N.jsx)(`p`,{children:a(`upgradeDialog.loses`,{names:o.list(g)})})})]})}var Oe=w(`
    mutation WithdrawTransfer($input: WithdrawTransferInput!) {
      withdrawTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[C]);function Z({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=x(),s=A(),c=S(Oe),l=e.transfer?.to?.id===o.id?`decline`:`withdraw`;async function u(){let t=await c.act({subscriptionId:e.id,version:e.version});t&&(i(a(l===`decline`?`transfer.declined`:`transfer.withdrawn`)),t.subscription||await s({to:`/app/subscriptions`}))}return(0,N.jsx)(E,{title:l===`decline`?a(`transfer.declineTitle`,{offer:e.offer.name}):a(`transfer.withdrawTitle`),help:a(`transfer.${l}Help`),act:c,submit:a(`transfer.${l}`),kind:`danger`,onSubmit:()=>void u(),onClose:t,onReload:r})}var Q={SEATS:pe,ORDER_ADD_ON:G,UPGRADE:De,TRANSFER:we,CHANGE_PARTNER_OF_RECORD:le,SUPPORT_CONTACT:ge,SUSPEND:ye,RESUME:de,CANCEL:q,TAKE:xe,DECLINE:Z,WITHDRAW:Z};function ke({opened:e,...t}){let n=Q[e];return(0,N.jsx)(n,{...t},e)}function Ae({subscription:e}){let{t}=n(`partner`),{soldByOperator:r,originalReseller:i,billedPartner:a,partnerOfRecord:o,delegatedAdmin:s,supportContact:l}=e,u=t(r?`subscription.operator`:`subscription.hidden`);return(0,N.jsx)(d,{title:t(`subscription.parties`),children:(0,N.jsx)(c,{items:[{term:t(`subscription.original`),value:(0,N.jsx)($,{partner:i,absent:u})},{term:t(`subscription.billed`),value:(0,N.jsx)($,{partner:a,absent:u})},{term:t(`subscription.support`),value:(0,N.jsx)($,{partner:l,absent:u})},{term:t(`subscription.record`),value:(0,N.jsx)($,{partner:o,absent:t(`subscription.nobody`)})},{term:t(`subscription.admin`),value:(0,N.jsx)($,{partner:s,absent:t(`subscription.nobody`)})}]})})}function $({partner:e,absent:t}){let{t:r}=n(`partner`),i=x();return e?(0,N.jsx)(p,{children:e.id===i.id?r(`subscription.you`,{name:e.name}):e.name}):t}var je=w(`
  query Subscription($id: ID!, $locale: String!) {
    subscription(id: $id) {
      id
      customer { id name }
      service { id code name(locale: $locale) }
      offer {
        id
        code
        name(locale: $locale)
        minSeats
        maxSeats
        addOns { id code name(locale: $locale) minSeats maxSeats monthlyPrice { amount amountMinor currency } }
        upgradesTo {
          id
          code
          name(locale: $locale)
          minSeats
          maxSeats
          monthlyPrice { amount amountMinor currency }
          addOns { id code }
        }
      }
      seats
      status
      base { id offer { id name(locale: $locale) } }
      addOns { id seats status offer { id code name(locale: $locale) } }
      soldByOperator
      originalReseller { id name }
      billedPartner { id name }
      partnerOfRecord { id name }
      delegatedAdmin { id name }
      supportContact { id name }
      unitPrice { amount currency }
      term { startsOn endsOn firstBilledOn }
      orderedAt
      suspendedAt
      suspensionReason
      deletionDueAt
      cancelledAt
      transfer { to { id name } offeredAt }
      externalKey
      capabilities { action allowed reason }
      version
    }
  }
`);function Me({subscription:e}){let{t}=n(`partner`),r=f(),{term:i,unitPrice:a,suspendedAt:o,suspensionReason:s,deletionDueAt:l,cancelledAt:u,externalKey:m}=e,h=o&&r.moment(o);return(0,N.jsx)(d,{title:t(`subscription.facts`),children:(0,N.jsx)(c,{items:[{term:t(`subscription.status`),value:(0,N.jsx)(y,{status:e.status})},{term:t(`subscription.service`),value:(0,N.jsx)(p,{children:e.service.name})},{term:t(`subscription.seats`),value:r.number(e.seats)},{term:t(`subscription.price`),value:a?r.money(a):t(`subscription.priceHidden`)},{term:t(`subscription.term`),value:t(`subscription.termValue`,{from:r.day(i.startsOn),until:r.day(j(i.endsOn))})},...u?[]:[{term:t(`subscription.renews`),value:r.day(i.endsOn)}],{term:t(`subscription.ordered`),value:r.day(e.orderedAt)},...h?[{term:t(`subscription.suspended`),value:s?t(`subscription.suspendedValue`,{day:h,reason:t(`suspensionReasons.${s}`)}):h}]:[],...l?[{term:t(`subscription.deletion`),value:r.moment(l)}]:[],...u?[{term:t(`subscription.cancelled`),value:r.moment(u)}]:[],...m?[{term:t(`subscription.key`),value:(0,N.jsx)(p,{children:m})}]:[]]})})}function Ne({subscription:{transfer:e},onOpen:t}){let{t:i}=n(`partner`),a=b(),o=f();if(!e)return null;let s=e.to!==null&&e.to.id===a.partner?.id,c=o.day(e.offeredAt),l=e.to?.name??i(`transfer.somebody`);return(0,N.jsxs)(m,{title:s?i(`transfer.toYouTitle`):i(`transfer.byYouTitle`,{name:l}),children:[(0,N.jsx)(`p`,{children:i(s?`transfer.toYou`:`transfer.byYou`,{day:c})}),a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)?(0,N.jsxs)(`div`,{className:`row`,children:[s&&(0,N.jsx)(r,{kind:`primary`,small:!0,onPress:()=>t(`TAKE`),children:i(`transfer.take`)}),(0,N.jsx)(r,{small:!0,onPress:()=>t(s?`DECLINE`:`WITHDRAW`),children:i(s?`transfer.decline`:`transfer.withdraw`)})]}):(0,N.jsx)(`p`,{className:`quiet`,children:i(`transfer.roles`)})]})}function Pe(){let{subscriptionId:e}=i({from:`/app/subscriptions/$subscriptionId`}),[{data:t,error:n,fetching:r},a]=s({query:je,variables:{id:e,locale:l()}}),o=()=>a({requestPolicy:`network-only`});return t?.subscription?(0,N.jsx)(Fe,{subscription:t.subscription,onReload:o},e):(0,N.jsx)(g,{error:n,fetching:r,onRetry:o})}function Fe({subscription:e,onReload:t}){let[n,r]=(0,M.useState)(null),i=v(),{offer:a,base:o,customer:s}=e;return(0,N.jsxs)(u,{title:a.name,above:(0,N.jsx)(Ie,{subscription:e}),tab:s?`${a.name}, ${s.name}`:a.name,intro:o&&(0,N.jsx)(Le,{base:o}),children:[(0,N.jsx)(_,{told:i}),(0,N.jsx)(Re,{subscription:e}),(0,N.jsx)(Ne,{subscription:e,onOpen:r}),(0,N.jsxs)(`div`,{className:`cards`,children:[(0,N.jsx)(Me,{subscription:e}),(0,N.jsx)(Ae,{subscription:e})]}),(0,N.jsx)(z,{subscription:e,onOpen:r}),!o&&(0,N.jsx)(ie,{addOns:e.addOns}),n&&(0,N.jsx)(ke,{opened:n,subscription:e,onClose:()=>r(null),onReload:t,onDone:e=>{r(null),i.say(e)}})]})}function Ie({subscription:{customer:e}}){let{t:r}=n([`partner`,`common`]);return e?(0,N.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,N.jsx)(p,{children:r(`subscription.for`,{name:e.name})})}):(0,N.jsx)(t,{to:`/app/subscriptions`,children:r(`common:nav.subscriptions`)})}function Le({base:e}){let{t:r}=n(`partner`);return(0,N.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,N.jsx)(p,{children:r(`subscription.addOnTo`,{offer:e.offer.name})})})}function Re({subscription:{status:e,deletionDueAt:t}}){let{t:r}=n([`partner`,`common`]),i=f();return e!==`SUSPENDED`||!t?null:(0,N.jsx)(m,{tone:`warning`,title:r(`common:subscriptionStatuses.SUSPENDED`),children:(0,N.jsx)(`p`,{children:r(`subscription.suspendedNote`,{day:i.moment(t)})})})}export{Pe as SubscriptionPage};