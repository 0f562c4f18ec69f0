import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-mCLyp1XO.js";import{t as i}from"./useParams-KDwSDO1p.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{a as s,i as c,l,o as u,r as d}from"./viewer-DkHSt1_2.js";import{t as f}from"./i18n-DztOiu-T.js";import{t as p}from"./format-Bwq1eZXb.js";import{n as m,r as h,t as g}from"./page-BsgvCdsb.js";import{a as _,o as v,t as y}from"./states-DlsJJ69-.js";import{t as ee}from"./Missing-BfGwft5Z.js";import{n as te,r as ne}from"./Told-DzKqb2Hg.js";import{i as b}from"./badges-Hc2YfSGk.js";import{t as re}from"./ToRequest-D8jHCNNe.js";import{n as x,t as S}from"./act-BcAwjZcx.js";import{n as C}from"./refusedAt-Cl5Ttfq_.js";import{t as w}from"./ActDialog-Cj8CynBC.js";import{t as T}from"./OfferFields-CHT8OLri.js";import{t as E}from"./ReasonField-sF8hPqrq.js";import{a as D,i as O,s as k}from"./fields-BF1FLYQe.js";import{n as ie}from"./useNavigate-DGWGPQ8Z.js";import{t as ae}from"./days-B4M92W2Y.js";/* empty css                */var A=e(o(),1),j=a();function oe({addOns:e}){let{t:r}=n(`partner`);return(0,j.jsxs)(g,{title:r(`subscription.addOns`),children:[e.length===0&&(0,j.jsx)(`p`,{className:`quiet`,children:r(`subscription.noAddOns`)}),e.length>0&&(0,j.jsx)(`ul`,{className:`plain-list`,children:e.map(({id:e,offer:n,status:i,seats:a})=>(0,j.jsxs)(`li`,{children:[(0,j.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,j.jsx)(_,{children:n.name})}),` `,(0,j.jsx)(b,{status:i}),` `,r(`customer.seats`,{count:a})]},e))})]})}function M({capabilities:e},t){return e.find(e=>e.action===t)??{action:t,allowed:!1,reason:null}}function N(...e){return[...new Set(e.filter(e=>e!==null))]}function P(e,t){return[`SEE_PRICE`,`ADMINISTER`,`SUPPORT`].map(n=>{let{allowed:r,reason:i}=M(e,n);return{action:n,allowed:r,reasons:N(r?t(`actionAbout.${n}`):i)}})}function F(e){let t=M(e,`ADD_SEATS`),n=M(e,`REMOVE_SEATS`);return{action:`SEATS`,allowed:t.allowed||n.allowed,reasons:N(t.reason,n.reason)}}function I(e,t,n,r){let{allowed:i,reason:a}=M(e,t);return i&&n.length===0?{action:t,allowed:!1,reasons:[r]}:{action:t,allowed:i,reasons:N(a)}}function L({billedPartner:e,base:t,status:n},r,i){let a=r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?e?.id===r.partner?.id?t?i(`actionAbout.addOn`):n===`ACTIVE`?null:i(`actionAbout.notActive`):i(`actionAbout.supportBilled`):i(`actionAbout.supportRole`);return{action:`SUPPORT_CONTACT`,allowed:a===null,reasons:N(a)}}function R(e,t,n){let r=t=>{let{allowed:n,reason:r}=M(e,t);return{action:t,allowed:n,reasons:N(r)}};return[F(e),I(e,`ORDER_ADD_ON`,e.offer.addOns,n(`actionAbout.noAddOns`)),I(e,`UPGRADE`,e.offer.upgradesTo,n(`actionAbout.noUpgrades`)),r(`TRANSFER`),r(`CHANGE_PARTNER_OF_RECORD`),L(e,t,n),r(`SUSPEND`),r(`RESUME`),r(`CANCEL`)]}function z({subscription:e,onOpen:t}){let{t:r}=n(`partner`),i=s();return(0,j.jsxs)(g,{title:r(`subscription.can`),children:[(0,j.jsx)(`p`,{className:`quiet`,children:r(`subscription.canHelp`)}),(0,j.jsx)(B,{subscription:e}),(0,j.jsxs)(`ul`,{className:`capabilities`,children:[P(e,r).map(e=>(0,j.jsx)(V,{possibility:e},e.action)),R(e,i,r).map(e=>(0,j.jsx)(H,{possibility:e,onOpen:t},e.action))]})]})}function B({subscription:e}){let{t}=n(`partner`),r=s(),{billedPartner:i,delegatedAdmin:a,status:o,service:c}=e,l=r.partner?.id;return i?.id!==l||a?.id===l||o===`CANCELLED`?null:(0,j.jsxs)(v,{tone:`warning`,children:[(0,j.jsx)(`p`,{children:t(`subscription.restoreDap`,{service:c.name})}),(0,j.jsx)(re,{})]})}function V({possibility:{action:e,allowed:t,reasons:r}}){let{t:i}=n([`partner`,`common`]);return(0,j.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,j.jsxs)(`div`,{children:[(0,j.jsx)(`p`,{className:`capability-name`,children:i(`actions.${e}`)}),(0,j.jsx)(U,{reasons:r})]}),(0,j.jsx)(y,{tone:t?`good`:`plain`,children:i(t?`common:yes`:`common:no`)})]})}function H({possibility:{action:e,allowed:t,reasons:i},onOpen:a}){let{t:o}=n([`partner`,`common`]);return(0,j.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,j.jsxs)(`div`,{children:[(0,j.jsx)(`p`,{className:`capability-name`,children:o(`actions.${e}`)}),(0,j.jsx)(U,{reasons:i})]}),t?(0,j.jsx)(r,{small:!0,kind:e===`CANCEL`||e===`SUSPEND`?`danger`:`secondary`,onPress:()=>a(e),children:o(`actionButtons.${e}`)}):(0,j.jsx)(y,{tone:`plain`,children:o(`common:no`)})]})}function U({reasons:e}){return e.map(e=>(0,j.jsx)(`p`,{className:`quiet`,children:e},e))}var W=u(`
    mutation OrderAddOn($input: OrderAddOnInput!) {
      orderAddOn(input: $input) {
        subscription { id version }
        addOn { id }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function G({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{addOns:o}=e.offer,[s,c]=(0,A.useState)(o[0]?.code),[l,u]=(0,A.useState)(e.seats),d=x(W),f=o.find(e=>e.code===s);async function p(){f&&await d.act({subscriptionId:e.id,offer:f.code,seats:l,version:e.version})&&i(a(`addOnDialog.done`,{offer:f.name}))}return(0,j.jsx)(w,{title:a(`addOnDialog.title`,{offer:e.offer.name}),help:a(`addOnDialog.help`),act:d,submit:a(`addOnDialog.submit`),onSubmit:()=>void p(),onClose:t,onReload:r,children:(0,j.jsx)(T,{label:a(`addOnDialog.addOn`),offers:o,offer:f,onOffer:c,seats:l,onSeats:u,errors:{offer:C(d.refusals,`offer`),seats:C(d.refusals,`seats`)}})})}var K=u(`
    mutation CancelSubscription($input: CancelSubscriptionInput!) {
      cancelSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function q({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=p(),[s,c]=(0,A.useState)(``),l=x(K),{offer:u,customer:d,seats:f,addOns:m}=e;async function h(){let t={subscriptionId:e.id,version:e.version,...s.trim()&&{reason:s}};await l.act(t)&&i(a(`cancelDialog.done`))}return(0,j.jsx)(w,{title:a(`cancelDialog.title`,{offer:u.name}),help:(0,j.jsxs)(j.Fragment,{children:[(0,j.jsx)(`p`,{children:a(`cancelDialog.help`,{seats:o.number(f),name:d?.name??a(`relationship.nobody`)})}),m.length>0&&(0,j.jsx)(`p`,{children:a(`cancelDialog.addOns`,{names:o.list(m.map(e=>e.offer.name))})})]}),act:l,submit:a(`cancelDialog.submit`),keep:a(`cancelDialog.keep`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,j.jsx)(E,{value:s,onChange:c,refusals:l.refusals})})}var se=u(`
  query KnownPartners {
    partners(first: 100) { nodes { id name type status } }
    viewer { partner { id name resellers(first: 100) { nodes { id name } } } }
  }
`);function J(){let[{data:e,error:t,fetching:n}]=l({query:se});return{own:e?.viewer?.partner??null,known:e?.partners?.nodes??[],resellers:e?.viewer?.partner?.resellers?.nodes??[],error:t,fetching:n&&!e}}var ce=u(`
    mutation ChangePartnerOfRecord($input: ChangePartnerOfRecordInput!) {
      changePartnerOfRecord(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]),Y=`*`;function le({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),{resellers:s}=J(),l=e.partnerOfRecord,[u,d]=(0,A.useState)(l?.id??Y),f=x(ce),p=[...s,...l?[l]:[]].filter(e=>e.id!==o.id),m=new Map(p.map(e=>[e.id,e.name]));async function h(){let t=u===Y?null:u;await f.act({subscriptionId:e.id,partnerId:t,version:e.version})&&i(a(`recordDialog.done`))}return(0,j.jsx)(w,{title:a(`recordDialog.title`),help:a(`recordDialog.help`),act:f,submit:a(`recordDialog.submit`),onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,j.jsx)(D,{label:a(`recordDialog.record`),items:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[...m].map(([e,t])=>({value:e,label:t})),{value:Y,label:a(`recordDialog.none`)}],value:u,onChange:d,error:C(f.refusals,`partnerId`)})})}var ue=u(`
    mutation ResumeSubscription($input: ResumeSubscriptionInput!) {
      resumeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function de({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,A.useState)(``),c=x(ue);async function l(){let t={subscriptionId:e.id,version:e.version,...o.trim()&&{reason:o}};await c.act(t)&&i(a(`resumeDialog.done`))}return(0,j.jsx)(w,{title:a(`resumeDialog.title`,{offer:e.offer.name}),help:a(`resumeDialog.help`),act:c,submit:a(`resumeDialog.submit`),onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,j.jsx)(E,{value:o,onChange:s,refusals:c.refusals})})}var fe=u(`
    mutation ChangeSeats($input: ChangeSeatsInput!) {
      changeSeats(input: $input) {
        subscription { id seats version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function pe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=p(),{offer:s,seats:c}=e,[l,u]=(0,A.useState)(c),[d,f]=(0,A.useState)(!1),m=x(fe),h=M(e,`REMOVE_SEATS`).allowed?s.minSeats:c,g=M(e,`ADD_SEATS`).allowed?s.maxSeats:c,_=l===c||Number.isNaN(l);async function v(){f(!0),_||await m.act({subscriptionId:e.id,seats:l,version:e.version})&&i(a(`seatsDialog.done`,{seats:o.number(l)}))}return(0,j.jsx)(w,{title:a(`seatsDialog.title`,{offer:s.name}),help:(0,j.jsx)(me,{subscription:e,seats:l}),act:m,submit:a(`seatsDialog.submit`),onSubmit:()=>void v(),onClose:t,onReload:r,children:(0,j.jsx)(O,{label:a(`seatsDialog.seats`),description:a(`seatsDialog.bounds`,{min:o.number(h),max:o.number(g),now:o.number(c)}),value:l,onChange:u,min:h,max:g,error:d&&_?a(`seatsDialog.same`):C(m.refusals,`seats`)})})}function me({subscription:e,seats:t}){let{t:r}=n(`partner`),i=p(),a=Number.isNaN(t)?0:t-e.seats,o=i.number(Math.abs(a)),{unitPrice:s}=e,c=a===0?r(`seatsDialog.same`):a<0?r(`seatsDialog.fewer`,{seats:o}):s?r(`seatsDialog.more`,{seats:o,price:i.money(s)}):r(`seatsDialog.moreUnpriced`,{seats:o});return(0,j.jsx)(`p`,{role:`status`,children:c})}function X({label:e,partners:t,chosen:r,onChoose:i,id:a,onId:o,error:s}){let{t:c}=n(`partner`),l=r===`*`;return(0,j.jsxs)(j.Fragment,{children:[t.length>0&&(0,j.jsx)(D,{label:e,items:[...t,{value:`*`,label:c(`transferDialog.other`)}],value:r,onChange:i,...!l&&{error:s}}),l&&(0,j.jsx)(k,{label:c(`transferDialog.id`),description:c(`transferDialog.idHelp`),value:a,onChange:o,autoComplete:`off`,spellCheck:`false`,error:s})]})}var he=u(`
    mutation ChangeSupportContact($input: ChangeSupportContactInput!) {
      changeSupportContact(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function ge({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),{known:s}=J(),[l,u]=(0,A.useState)(e.supportContact?.id??o.id),[d,f]=(0,A.useState)(``),[p,m]=(0,A.useState)(!1),h=x(he),g=l===`*`?d.trim():l,_=[...s,...e.supportContact?[e.supportContact]:[]].filter(e=>e.id!==o.id),v=new Map(_.map(e=>[e.id,e.name]));async function y(){m(!0),g&&await h.act({subscriptionId:e.id,partnerId:g,version:e.version})&&i(a(`supportDialog.done`))}return(0,j.jsx)(w,{title:a(`supportDialog.title`),help:a(`supportDialog.help`),act:h,submit:a(`supportDialog.submit`),onSubmit:()=>void y(),onClose:t,onReload:r,children:(0,j.jsx)(X,{label:a(`supportDialog.support`),partners:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[...v].map(([e,t])=>({value:e,label:t}))],chosen:l,onChoose:u,id:d,onId:f,error:p&&!g?a(`transferDialog.idMissing`):C(h.refusals,`partnerId`)})})}var _e=u(`
    mutation SuspendSubscription($input: SuspendSubscriptionInput!) {
      suspendSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]),ve=[`CUSTOMER_REQUEST`,`NON_PAYMENT`,`FRAUD`];function ye({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,A.useState)(`CUSTOMER_REQUEST`),c=x(_e);async function l(){await c.act({subscriptionId:e.id,reason:o,version:e.version})&&i(a(`suspendDialog.done`))}return(0,j.jsx)(w,{title:a(`suspendDialog.title`,{offer:e.offer.name}),help:a(`suspendDialog.help`),act:c,submit:a(`suspendDialog.submit`),kind:`danger`,onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,j.jsx)(D,{label:a(`suspendDialog.reason`),items:ve.map(e=>({value:e,label:a(`suspendDialog.reasons.${e}`)})),value:o,onChange:s})})}var be=u(`
    mutation TakeTransfer($input: TakeTransferInput!) {
      takeTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function xe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=p(),s=x(be);async function c(){await s.act({subscriptionId:e.id,version:e.version})&&i(a(`transfer.taken`))}return(0,j.jsx)(w,{title:a(`transfer.takeTitle`,{offer:e.offer.name}),help:a(`transfer.toYou`,{day:e.transfer?o.day(e.transfer.offeredAt):``}),act:s,submit:a(`transfer.take`),onSubmit:()=>void c(),onClose:t,onReload:r})}var Se=u(`
    mutation OfferTransfer($input: OfferTransferInput!) {
      offerTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function Ce({type:e,status:t}){return(e===`DIRECT_RESELLER`||e===`INDIRECT_PROVIDER`)&&t===`ACTIVE`}function we({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{own:o,known:s}=J(),[c,l]=(0,A.useState)(`*`),[u,d]=(0,A.useState)(``),[f,p]=(0,A.useState)(!1),m=x(Se),h=c===`*`?u.trim():c,g=e.transfer?.to;async function _(){p(!0),h&&await m.act({subscriptionId:e.id,toPartnerId:h,version:e.version})&&i(a(`transferDialog.done`))}return(0,j.jsx)(w,{title:a(`transferDialog.title`,{offer:e.offer.name}),help:(0,j.jsxs)(j.Fragment,{children:[(0,j.jsx)(`p`,{children:a(`transferDialog.help`)}),g&&(0,j.jsx)(`p`,{children:a(`transferDialog.replaces`,{name:g.name})})]}),act:m,submit:a(`transferDialog.submit`),onSubmit:()=>void _(),onClose:t,onReload:r,children:(0,j.jsx)(X,{label:a(`transferDialog.to`),partners:s.filter(e=>e.id!==o?.id&&Ce(e)).map(e=>({value:e.id,label:e.name})),chosen:c,onChoose:l,id:u,onId:d,error:f&&!h?a(`transferDialog.idMissing`):C(m.refusals,`toPartnerId`)})})}var Te=u(`
    mutation UpgradeSubscription($input: UpgradeSubscriptionInput!) {
      upgradeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function Ee({addOns:e},t){let n=new Set(t?.addOns.map(({code:e})=>e));return t?e.filter(({offer:e})=>!n.has(e.code)).map(({offer:e})=>e.name):[]}function De({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=p(),s=e.offer.upgradesTo,[c,l]=(0,A.useState)(s[0]?.code),[u,d]=(0,A.useState)(e.seats),f=x(Te),m=s.find(e=>e.code===c),h=Ee(e,m);async function g(){m&&await f.act({subscriptionId:e.id,offer:m.code,seats:u,version:e.version})&&i(a(`upgradeDialog.done`,{offer:m.name}))}return(0,j.jsxs)(w,{title:a(`upgradeDialog.title`,{offer:e.offer.name}),help:a(`upgradeDialog.help`),act:f,submit:a(`upgradeDialog.submit`),onSubmit:()=>void g(),onClose:t,onReload:r,children:[(0,j.jsx)(T,{label:a(`upgradeDialog.to`),offers:s,offer:m,onOffer:l,seats:u,onSeats:d,errors:{offer:C(f.refusals,`offer`),seats:C(f.refusals,`seats`)}}),h.length>0&&(0,j.jsx)(v,{tone:`warning`,live:!0,children:(0,j.jsx)(`p`,{children:a(`upgradeDialog.loses`,{names:o.list(h)})})})]})}var Oe=u(`
    mutation WithdrawTransfer($input: WithdrawTransferInput!) {
      withdrawTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[S]);function Z({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),s=ie(),l=x(Oe),u=e.transfer?.to?.id===o.id?`decline`:`withdraw`;async function d(){let t=await l.act({subscriptionId:e.id,version:e.version});t&&(i(a(u===`decline`?`transfer.declined`:`transfer.withdrawn`)),t.subscription||await s({to:`/app/subscriptions`}))}return(0,j.jsx)(w,{title:u===`decline`?a(`transfer.declineTitle`,{offer:e.offer.name}):a(`transfer.withdrawTitle`),help:a(`transfer.${u}Help`),act:l,submit:a(`transfer.${u}`),kind:`danger`,onSubmit:()=>void d(),onClose:t,onReload:r})}var Q={SEATS:pe,ORDER_ADD_ON:G,UPGRADE:De,TRANSFER:we,CHANGE_PARTNER_OF_RECORD:le,SUPPORT_CONTACT:ge,SUSPEND:ye,RESUME:de,CANCEL:q,TAKE:xe,DECLINE:Z,WITHDRAW:Z};function ke({opened:e,...t}){let n=Q[e];return(0,j.jsx)(n,{...t},e)}function Ae({subscription:e}){let{t}=n(`partner`),{soldByOperator:r,originalReseller:i,billedPartner:a,partnerOfRecord:o,delegatedAdmin:s,supportContact:c}=e,l=t(r?`subscription.operator`:`subscription.hidden`);return(0,j.jsx)(g,{title:t(`subscription.parties`),children:(0,j.jsx)(m,{items:[{term:t(`subscription.original`),value:(0,j.jsx)($,{partner:i,absent:l})},{term:t(`subscription.billed`),value:(0,j.jsx)($,{partner:a,absent:l})},{term:t(`subscription.support`),value:(0,j.jsx)($,{partner:c,absent:l})},{term:t(`subscription.record`),value:(0,j.jsx)($,{partner:o,absent:t(`subscription.nobody`)})},{term:t(`subscription.admin`),value:(0,j.jsx)($,{partner:s,absent:t(`subscription.nobody`)})}]})})}function $({partner:e,absent:t}){let{t:r}=n(`partner`),i=c();return e?(0,j.jsx)(_,{children:e.id===i.id?r(`subscription.you`,{name:e.name}):e.name}):t}var je=u(`
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
`);function Me({subscription:e}){let{t}=n(`partner`),r=p(),{term:i,unitPrice:a,suspendedAt:o,suspensionReason:s,deletionDueAt:c,cancelledAt:l,externalKey:u}=e,d=o&&r.moment(o);return(0,j.jsx)(g,{title:t(`subscription.facts`),children:(0,j.jsx)(m,{items:[{term:t(`subscription.status`),value:(0,j.jsx)(b,{status:e.status})},{term:t(`subscription.service`),value:(0,j.jsx)(_,{children:e.service.name})},{term:t(`subscription.seats`),value:r.number(e.seats)},{term:t(`subscription.price`),value:a?r.money(a):t(`subscription.priceHidden`)},{term:t(`subscription.term`),value:t(`subscription.termValue`,{from:r.day(i.startsOn),until:r.day(ae(i.endsOn))})},...l?[]:[{term:t(`subscription.renews`),value:r.day(i.endsOn)}],{term:t(`subscription.ordered`),value:r.day(e.orderedAt)},...d?[{term:t(`subscription.suspended`),value:s?t(`subscription.suspendedValue`,{day:d,reason:t(`suspensionReasons.${s}`)}):d}]:[],...c?[{term:t(`subscription.deletion`),value:r.moment(c)}]:[],...l?[{term:t(`subscription.cancelled`),value:r.moment(l)}]:[],...u?[{term:t(`subscription.key`),value:(0,j.jsx)(_,{children:u})}]:[]]})})}function Ne({subscription:{transfer:e},onOpen:t}){let{t:i}=n(`partner`),a=s(),o=p();if(!e)return null;let c=e.to!==null&&e.to.id===a.partner?.id,l=o.day(e.offeredAt),u=e.to?.name??i(`transfer.somebody`);return(0,j.jsxs)(v,{title:c?i(`transfer.toYouTitle`):i(`transfer.byYouTitle`,{name:u}),children:[(0,j.jsx)(`p`,{children:i(c?`transfer.toYou`:`transfer.byYou`,{day:l})}),a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)?(0,j.jsxs)(`div`,{className:`row`,children:[c&&(0,j.jsx)(r,{kind:`primary`,small:!0,onPress:()=>t(`TAKE`),children:i(`transfer.take`)}),(0,j.jsx)(r,{small:!0,onPress:()=>t(c?`DECLINE`:`WITHDRAW`),children:i(c?`transfer.decline`:`transfer.withdraw`)})]}):(0,j.jsx)(`p`,{className:`quiet`,children:i(`transfer.roles`)})]})}function Pe(){let{subscriptionId:e}=i({from:`/app/subscriptions/$subscriptionId`});d(`partner`);let[{data:t,error:n,fetching:r},a]=l({query:je,variables:{id:e,locale:f()}}),o=()=>a({requestPolicy:`network-only`});return t?.subscription?(0,j.jsx)(Fe,{subscription:t.subscription,onReload:o},e):(0,j.jsx)(ee,{error:n,fetching:r,onRetry:o})}function Fe({subscription:e,onReload:t}){let[n,r]=(0,A.useState)(null),i=ne(),{offer:a,base:o,customer:s}=e;return(0,j.jsxs)(h,{title:a.name,above:(0,j.jsx)(Ie,{subscription:e}),tab:s?`${a.name}, ${s.name}`:a.name,intro:o&&(0,j.jsx)(Le,{base:o}),children:[(0,j.jsx)(te,{told:i}),(0,j.jsx)(Re,{subscription:e}),(0,j.jsx)(Ne,{subscription:e,onOpen:r}),(0,j.jsxs)(`div`,{className:`cards`,children:[(0,j.jsx)(Me,{subscription:e}),(0,j.jsx)(Ae,{subscription:e})]}),(0,j.jsx)(z,{subscription:e,onOpen:r}),!o&&(0,j.jsx)(oe,{addOns:e.addOns}),n&&(0,j.jsx)(ke,{opened:n,subscription:e,onClose:()=>r(null),onReload:t,onDone:e=>{r(null),i.say(e)}})]})}function Ie({subscription:{customer:e}}){let{t:r}=n([`partner`,`common`]);return e?(0,j.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,j.jsx)(_,{children:r(`subscription.for`,{name:e.name})})}):(0,j.jsx)(t,{to:`/app/subscriptions`,children:r(`common:nav.subscriptions`)})}function Le({base:e}){let{t:r}=n(`partner`);return(0,j.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,j.jsx)(_,{children:r(`subscription.addOnTo`,{offer:e.offer.name})})})}function Re({subscription:{status:e,deletionDueAt:t}}){let{t:r}=n([`partner`,`common`]),i=p();return e!==`SUSPENDED`||!t?null:(0,j.jsx)(v,{tone:`warning`,title:r(`common:subscriptionStatuses.SUSPENDED`),children:(0,j.jsx)(`p`,{children:r(`subscription.suspendedNote`,{day:i.moment(t)})})})}export{Pe as SubscriptionPage};