import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,t as r}from"./buttons-mCLyp1XO.js";import{t as i}from"./useParams-KDwSDO1p.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{a as s,c,i as l,r as u}from"./viewer-DUFWZfzu.js";import{t as d}from"./i18n-DGBeBXiu.js";import{t as f}from"./format-fsqIrqlt.js";import{n as p,r as m,t as h}from"./page-BsgvCdsb.js";import{a as g,i as _,o as v,r as y,t as b}from"./states-DlsJJ69-.js";import{n as x}from"./NotFound-DUVgAO5-.js";import{n as ee,t as te}from"./Told-Ch4pstEe.js";import{r as S}from"./badges-BHuM5HES.js";import{t as ne}from"./ToRequest-CmZ_KflA.js";import{n as C,t as w}from"./act-Dw2Vnyqo.js";import{n as T,t as E}from"./fieldErrors-DYpRQwi0.js";import{t as D}from"./OfferFields-Ca9Oa7xW.js";import{t as O}from"./ReasonField-Db2mzTy-.js";import{a as k,i as re,s as A}from"./fields-BF1FLYQe.js";import{n as ie}from"./useNavigate-DGWGPQ8Z.js";import{t as ae}from"./days-B4M92W2Y.js";/* empty css                */var j=e(o(),1),M=a();function oe({addOns:e}){let{t:r}=n(`partner`);return(0,M.jsxs)(h,{title:r(`subscription.addOns`),children:[e.length===0&&(0,M.jsx)(`p`,{className:`quiet`,children:r(`subscription.noAddOns`)}),e.length>0&&(0,M.jsx)(`ul`,{className:`plain-list`,children:e.map(({id:e,offer:n,status:i,seats:a})=>(0,M.jsxs)(`li`,{children:[(0,M.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,M.jsx)(g,{children:n.name})}),` `,(0,M.jsx)(S,{status:i}),` `,r(`customer.seats`,{count:a})]},e))})]})}function N({capabilities:e},t){return e.find(e=>e.action===t)??{action:t,allowed:!1,reason:null}}function P(...e){return[...new Set(e.filter(e=>e!==null))]}function F(e,t){return[`SEE_PRICE`,`ADMINISTER`,`SUPPORT`].map(n=>{let{allowed:r,reason:i}=N(e,n);return{action:n,allowed:r,reasons:P(r?t(`actionAbout.${n}`):i)}})}function I(e){let t=N(e,`ADD_SEATS`),n=N(e,`REMOVE_SEATS`);return{action:`SEATS`,allowed:t.allowed||n.allowed,reasons:P(t.reason,n.reason)}}function L(e,t,n,r){let{allowed:i,reason:a}=N(e,t);return i&&n.length===0?{action:t,allowed:!1,reasons:[r]}:{action:t,allowed:i,reasons:P(a)}}function R({billedPartner:e,base:t,status:n},r,i){let a=r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?e?.id===r.partner?.id?t?i(`actionAbout.addOn`):n===`ACTIVE`?null:i(`actionAbout.notActive`):i(`actionAbout.supportBilled`):i(`actionAbout.supportRole`);return{action:`SUPPORT_CONTACT`,allowed:a===null,reasons:P(a)}}function z(e,t,n){let r=t=>{let{allowed:n,reason:r}=N(e,t);return{action:t,allowed:n,reasons:P(r)}};return[I(e),L(e,`ORDER_ADD_ON`,e.offer.addOns,n(`actionAbout.noAddOns`)),L(e,`UPGRADE`,e.offer.upgradesTo,n(`actionAbout.noUpgrades`)),r(`TRANSFER`),r(`CHANGE_PARTNER_OF_RECORD`),R(e,t,n),r(`SUSPEND`),r(`RESUME`),r(`CANCEL`)]}function B({subscription:e,onOpen:t}){let{t:r}=n(`partner`),i=l();return(0,M.jsxs)(h,{title:r(`subscription.can`),children:[(0,M.jsx)(`p`,{className:`quiet`,children:r(`subscription.canHelp`)}),(0,M.jsx)(V,{subscription:e}),(0,M.jsxs)(`ul`,{className:`capabilities`,children:[F(e,r).map(e=>(0,M.jsx)(H,{possibility:e},e.action)),z(e,i,r).map(e=>(0,M.jsx)(U,{possibility:e,onOpen:t},e.action))]})]})}function V({subscription:e}){let{t}=n(`partner`),r=l(),{billedPartner:i,delegatedAdmin:a,status:o,service:s}=e,c=r.partner?.id;return i?.id!==c||a?.id===c||o===`CANCELLED`?null:(0,M.jsxs)(v,{tone:`warning`,children:[(0,M.jsx)(`p`,{children:t(`subscription.restoreDap`,{service:s.name})}),(0,M.jsx)(ne,{})]})}function H({possibility:{action:e,allowed:t,reasons:r}}){let{t:i}=n([`partner`,`common`]);return(0,M.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,M.jsxs)(`div`,{children:[(0,M.jsx)(`p`,{className:`capability-name`,children:i(`actions.${e}`)}),(0,M.jsx)(W,{reasons:r})]}),(0,M.jsx)(b,{tone:t?`good`:`plain`,children:i(t?`common:yes`:`common:no`)})]})}function U({possibility:{action:e,allowed:t,reasons:i},onOpen:a}){let{t:o}=n([`partner`,`common`]);return(0,M.jsxs)(`li`,{className:`capability`,"data-action":e,children:[(0,M.jsxs)(`div`,{children:[(0,M.jsx)(`p`,{className:`capability-name`,children:o(`actions.${e}`)}),(0,M.jsx)(W,{reasons:i})]}),t?(0,M.jsx)(r,{small:!0,kind:e===`CANCEL`||e===`SUSPEND`?`danger`:`secondary`,onPress:()=>a(e),children:o(`actionButtons.${e}`)}):(0,M.jsx)(b,{tone:`plain`,children:o(`common:no`)})]})}function W({reasons:e}){return e.map(e=>(0,M.jsx)(`p`,{className:`quiet`,children:e},e))}var G=s(`
    mutation OrderAddOn($input: OrderAddOnInput!) {
      orderAddOn(input: $input) {
        subscription { id version }
        addOn { id }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function K({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{addOns:o}=e.offer,[s,c]=(0,j.useState)(o[0]?.code),[l,u]=(0,j.useState)(e.seats),d=C(G),f=o.find(e=>e.code===s);async function p(){f&&await d.act({subscriptionId:e.id,offer:f.code,seats:l,version:e.version})&&i(a(`addOnDialog.done`,{offer:f.name}))}return(0,M.jsx)(T,{title:a(`addOnDialog.title`,{offer:e.offer.name}),help:a(`addOnDialog.help`),act:d,submit:a(`addOnDialog.submit`),onSubmit:()=>void p(),onClose:t,onReload:r,children:(0,M.jsx)(D,{label:a(`addOnDialog.addOn`),offers:o,offer:f,onOffer:c,seats:l,onSeats:u,errors:{offer:E(d.refusals,`offer`),seats:E(d.refusals,`seats`)}})})}var q=s(`
    mutation CancelSubscription($input: CancelSubscriptionInput!) {
      cancelSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function se({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),[s,c]=(0,j.useState)(``),l=C(q),{offer:u,customer:d,seats:p,addOns:m}=e;async function h(){let t={subscriptionId:e.id,version:e.version,...s.trim()&&{reason:s}};await l.act(t)&&i(a(`cancelDialog.done`))}return(0,M.jsx)(T,{title:a(`cancelDialog.title`,{offer:u.name}),help:(0,M.jsxs)(M.Fragment,{children:[(0,M.jsx)(`p`,{children:a(`cancelDialog.help`,{seats:o.number(p),name:d?.name??a(`relationship.nobody`)})}),m.length>0&&(0,M.jsx)(`p`,{children:a(`cancelDialog.addOns`,{names:o.list(m.map(e=>e.offer.name))})})]}),act:l,submit:a(`cancelDialog.submit`),keep:a(`cancelDialog.keep`),kind:`danger`,onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,M.jsx)(O,{value:s,onChange:c,refusals:l.refusals})})}var ce=s(`
  query KnownPartners {
    partners(first: 100) { nodes { id name type status } }
    viewer { partner { id name resellers(first: 100) { nodes { id name } } } }
  }
`);function J(){let[{data:e,error:t,fetching:n}]=c({query:ce});return{own:e?.viewer?.partner??null,known:e?.partners?.nodes??[],resellers:e?.viewer?.partner?.resellers?.nodes??[],error:t,fetching:n&&!e}}var le=s(`
    mutation ChangePartnerOfRecord($input: ChangePartnerOfRecordInput!) {
      changePartnerOfRecord(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]),Y=`*`;function X({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=u(),{resellers:s}=J(),c=e.partnerOfRecord,[l,d]=(0,j.useState)(c?.id??Y),f=C(le),p=[...s,...c?[c]:[]].filter(e=>e.id!==o.id),m=new Map(p.map(e=>[e.id,e.name]));async function h(){let t=l===Y?null:l;await f.act({subscriptionId:e.id,partnerId:t,version:e.version})&&i(a(`recordDialog.done`))}return(0,M.jsx)(T,{title:a(`recordDialog.title`),help:a(`recordDialog.help`),act:f,submit:a(`recordDialog.submit`),onSubmit:()=>void h(),onClose:t,onReload:r,children:(0,M.jsx)(k,{label:a(`recordDialog.record`),items:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[...m].map(([e,t])=>({value:e,label:t})),{value:Y,label:a(`recordDialog.none`)}],value:l,onChange:d,error:E(f.refusals,`partnerId`)})})}var ue=s(`
    mutation ResumeSubscription($input: ResumeSubscriptionInput!) {
      resumeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function de({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,j.useState)(``),c=C(ue);async function l(){let t={subscriptionId:e.id,version:e.version,...o.trim()&&{reason:o}};await c.act(t)&&i(a(`resumeDialog.done`))}return(0,M.jsx)(T,{title:a(`resumeDialog.title`,{offer:e.offer.name}),help:a(`resumeDialog.help`),act:c,submit:a(`resumeDialog.submit`),onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,M.jsx)(O,{value:o,onChange:s,refusals:c.refusals})})}var fe=s(`
    mutation ChangeSeats($input: ChangeSeatsInput!) {
      changeSeats(input: $input) {
        subscription { id seats version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function pe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),{offer:s,seats:c}=e,[l,u]=(0,j.useState)(c),[d,p]=(0,j.useState)(!1),m=C(fe),h=N(e,`REMOVE_SEATS`).allowed?s.minSeats:c,g=N(e,`ADD_SEATS`).allowed?s.maxSeats:c,_=l===c||Number.isNaN(l);async function v(){p(!0),_||await m.act({subscriptionId:e.id,seats:l,version:e.version})&&i(a(`seatsDialog.done`,{seats:o.number(l)}))}return(0,M.jsx)(T,{title:a(`seatsDialog.title`,{offer:s.name}),help:(0,M.jsx)(me,{subscription:e,seats:l}),act:m,submit:a(`seatsDialog.submit`),onSubmit:()=>void v(),onClose:t,onReload:r,children:(0,M.jsx)(re,{label:a(`seatsDialog.seats`),description:a(`seatsDialog.bounds`,{min:o.number(h),max:o.number(g),now:o.number(c)}),value:l,onChange:u,min:h,max:g,error:d&&_?a(`seatsDialog.same`):E(m.refusals,`seats`)})})}function me({subscription:e,seats:t}){let{t:r}=n(`partner`),i=f(),a=Number.isNaN(t)?0:t-e.seats,o=i.number(Math.abs(a)),{unitPrice:s}=e,c=a===0?r(`seatsDialog.same`):a<0?r(`seatsDialog.fewer`,{seats:o}):s?r(`seatsDialog.more`,{seats:o,price:i.money(s)}):r(`seatsDialog.moreUnpriced`,{seats:o});return(0,M.jsx)(`p`,{role:`status`,children:c})}function Z({label:e,partners:t,chosen:r,onChoose:i,id:a,onId:o,error:s}){let{t:c}=n(`partner`),l=r===`*`;return(0,M.jsxs)(M.Fragment,{children:[t.length>0&&(0,M.jsx)(k,{label:e,items:[...t,{value:`*`,label:c(`transferDialog.other`)}],value:r,onChange:i,...!l&&{error:s}}),l&&(0,M.jsx)(A,{label:c(`transferDialog.id`),description:c(`transferDialog.idHelp`),value:a,onChange:o,autoComplete:`off`,spellCheck:`false`,error:s})]})}var he=s(`
    mutation ChangeSupportContact($input: ChangeSupportContactInput!) {
      changeSupportContact(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function ge({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=u(),{known:s}=J(),[c,l]=(0,j.useState)(e.supportContact?.id??o.id),[d,f]=(0,j.useState)(``),[p,m]=(0,j.useState)(!1),h=C(he),g=c===`*`?d.trim():c,_=[...s,...e.supportContact?[e.supportContact]:[]].filter(e=>e.id!==o.id),v=new Map(_.map(e=>[e.id,e.name]));async function y(){m(!0),g&&await h.act({subscriptionId:e.id,partnerId:g,version:e.version})&&i(a(`supportDialog.done`))}return(0,M.jsx)(T,{title:a(`supportDialog.title`),help:a(`supportDialog.help`),act:h,submit:a(`supportDialog.submit`),onSubmit:()=>void y(),onClose:t,onReload:r,children:(0,M.jsx)(Z,{label:a(`supportDialog.support`),partners:[{value:o.id,label:a(`subscription.you`,{name:o.name})},...[...v].map(([e,t])=>({value:e,label:t}))],chosen:c,onChoose:l,id:d,onId:f,error:p&&!g?a(`transferDialog.idMissing`):E(h.refusals,`partnerId`)})})}var _e=s(`
    mutation SuspendSubscription($input: SuspendSubscriptionInput!) {
      suspendSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]),ve=[`CUSTOMER_REQUEST`,`NON_PAYMENT`,`FRAUD`];function ye({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),[o,s]=(0,j.useState)(`CUSTOMER_REQUEST`),c=C(_e);async function l(){await c.act({subscriptionId:e.id,reason:o,version:e.version})&&i(a(`suspendDialog.done`))}return(0,M.jsx)(T,{title:a(`suspendDialog.title`,{offer:e.offer.name}),help:a(`suspendDialog.help`),act:c,submit:a(`suspendDialog.submit`),kind:`danger`,onSubmit:()=>void l(),onClose:t,onReload:r,children:(0,M.jsx)(k,{label:a(`suspendDialog.reason`),items:ve.map(e=>({value:e,label:a(`suspendDialog.reasons.${e}`)})),value:o,onChange:s})})}var be=s(`
    mutation TakeTransfer($input: TakeTransferInput!) {
      takeTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function xe({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),s=C(be);async function c(){await s.act({subscriptionId:e.id,version:e.version})&&i(a(`transfer.taken`))}return(0,M.jsx)(T,{title:a(`transfer.takeTitle`,{offer:e.offer.name}),help:a(`transfer.toYou`,{day:e.transfer?o.day(e.transfer.offeredAt):``}),act:s,submit:a(`transfer.take`),onSubmit:()=>void c(),onClose:t,onReload:r})}var Se=s(`
    mutation OfferTransfer($input: OfferTransferInput!) {
      offerTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function Ce({type:e,status:t}){return(e===`DIRECT_RESELLER`||e===`INDIRECT_PROVIDER`)&&t===`ACTIVE`}function we({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),{own:o,known:s}=J(),[c,l]=(0,j.useState)(`*`),[u,d]=(0,j.useState)(``),[f,p]=(0,j.useState)(!1),m=C(Se),h=c===`*`?u.trim():c,g=e.transfer?.to;async function _(){p(!0),h&&await m.act({subscriptionId:e.id,toPartnerId:h,version:e.version})&&i(a(`transferDialog.done`))}return(0,M.jsx)(T,{title:a(`transferDialog.title`,{offer:e.offer.name}),help:(0,M.jsxs)(M.Fragment,{children:[(0,M.jsx)(`p`,{children:a(`transferDialog.help`)}),g&&(0,M.jsx)(`p`,{children:a(`transferDialog.replaces`,{name:g.name})})]}),act:m,submit:a(`transferDialog.submit`),onSubmit:()=>void _(),onClose:t,onReload:r,children:(0,M.jsx)(Z,{label:a(`transferDialog.to`),partners:s.filter(e=>e.id!==o?.id&&Ce(e)).map(e=>({value:e.id,label:e.name})),chosen:c,onChoose:l,id:u,onId:d,error:f&&!h?a(`transferDialog.idMissing`):E(m.refusals,`toPartnerId`)})})}var Te=s(`
    mutation UpgradeSubscription($input: UpgradeSubscriptionInput!) {
      upgradeSubscription(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function Ee({addOns:e},t){let n=new Set(t?.addOns.map(({code:e})=>e));return t?e.filter(({offer:e})=>!n.has(e.code)).map(({offer:e})=>e.name):[]}function De({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=f(),s=e.offer.upgradesTo,[c,l]=(0,j.useState)(s[0]?.code),[u,d]=(0,j.useState)(e.seats),p=C(Te),m=s.find(e=>e.code===c),h=Ee(e,m);async function g(){m&&await p.act({subscriptionId:e.id,offer:m.code,seats:u,version:e.version})&&i(a(`upgradeDialog.done`,{offer:m.name}))}return(0,M.jsxs)(T,{title:a(`upgradeDialog.title`,{offer:e.offer.name}),help:a(`upgradeDialog.help`),act:p,submit:a(`upgradeDialog.submit`),onSubmit:()=>void g(),onClose:t,onReload:r,children:[(0,M.jsx)(D,{label:a(`upgradeDialog.to`),offers:s,offer:m,onOffer:l,seats:u,onSeats:d,errors:{offer:E(p.refusals,`offer`),seats:E(p.refusals,`seats`)}}),h.length>0&&(0,M.jsx)(v,{tone:`warning`,live:!0,children:(0,M.jsx)(`p`,{children:a(`upgradeDialog.loses`,{names:o.list(h)})})})]})}var Oe=s(`
    mutation WithdrawTransfer($input: WithdrawTransferInput!) {
      withdrawTransfer(input: $input) {
        subscription { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function Q({subscription:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=u(),s=ie(),c=C(Oe),l=e.transfer?.to?.id===o.id?`decline`:`withdraw`;async function d(){let t=await c.act({subscriptionId:e.id,version:e.version});t&&(i(a(l===`decline`?`transfer.declined`:`transfer.withdrawn`)),t.subscription||await s({to:`/app/subscriptions`}))}return(0,M.jsx)(T,{title:l===`decline`?a(`transfer.declineTitle`,{offer:e.offer.name}):a(`transfer.withdrawTitle`),help:a(`transfer.${l}Help`),act:c,submit:a(`transfer.${l}`),kind:`danger`,onSubmit:()=>void d(),onClose:t,onReload:r})}var ke={SEATS:pe,ORDER_ADD_ON:K,UPGRADE:De,TRANSFER:we,CHANGE_PARTNER_OF_RECORD:X,SUPPORT_CONTACT:ge,SUSPEND:ye,RESUME:de,CANCEL:se,TAKE:xe,DECLINE:Q,WITHDRAW:Q};function Ae({opened:e,...t}){let n=ke[e];return(0,M.jsx)(n,{...t},e)}function je({subscription:e}){let{t}=n(`partner`),{soldByOperator:r,originalReseller:i,billedPartner:a,partnerOfRecord:o,delegatedAdmin:s,supportContact:c}=e,l=t(r?`subscription.operator`:`subscription.hidden`);return(0,M.jsx)(h,{title:t(`subscription.parties`),children:(0,M.jsx)(p,{items:[{term:t(`subscription.original`),value:(0,M.jsx)($,{partner:i,absent:l})},{term:t(`subscription.billed`),value:(0,M.jsx)($,{partner:a,absent:l})},{term:t(`subscription.support`),value:(0,M.jsx)($,{partner:c,absent:l})},{term:t(`subscription.record`),value:(0,M.jsx)($,{partner:o,absent:t(`subscription.nobody`)})},{term:t(`subscription.admin`),value:(0,M.jsx)($,{partner:s,absent:t(`subscription.nobody`)})}]})})}function $({partner:e,absent:t}){let{t:r}=n(`partner`),i=u();return e?(0,M.jsx)(g,{children:e.id===i.id?r(`subscription.you`,{name:e.name}):e.name}):t}var Me=s(`
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
`);function Ne({subscription:e}){let{t}=n(`partner`),r=f(),{term:i,unitPrice:a,suspendedAt:o,suspensionReason:s,deletionDueAt:c,cancelledAt:l,externalKey:u}=e,d=o&&r.moment(o);return(0,M.jsx)(h,{title:t(`subscription.facts`),children:(0,M.jsx)(p,{items:[{term:t(`subscription.status`),value:(0,M.jsx)(S,{status:e.status})},{term:t(`subscription.service`),value:(0,M.jsx)(g,{children:e.service.name})},{term:t(`subscription.seats`),value:r.number(e.seats)},{term:t(`subscription.price`),value:a?r.money(a):t(`subscription.priceHidden`)},{term:t(`subscription.term`),value:t(`subscription.termValue`,{from:r.day(i.startsOn),until:r.day(ae(i.endsOn))})},...l?[]:[{term:t(`subscription.renews`),value:r.day(i.endsOn)}],{term:t(`subscription.ordered`),value:r.day(e.orderedAt)},...d?[{term:t(`subscription.suspended`),value:s?t(`subscription.suspendedValue`,{day:d,reason:t(`suspensionReasons.${s}`)}):d}]:[],...c?[{term:t(`subscription.deletion`),value:r.moment(c)}]:[],...l?[{term:t(`subscription.cancelled`),value:r.moment(l)}]:[],...u?[{term:t(`subscription.key`),value:(0,M.jsx)(g,{children:u})}]:[]]})})}function Pe({subscription:{transfer:e},onOpen:t}){let{t:i}=n(`partner`),a=l(),o=f();if(!e)return null;let s=e.to!==null&&e.to.id===a.partner?.id,c=o.day(e.offeredAt),u=e.to?.name??i(`transfer.somebody`);return(0,M.jsxs)(v,{title:s?i(`transfer.toYouTitle`):i(`transfer.byYouTitle`,{name:u}),children:[(0,M.jsx)(`p`,{children:i(s?`transfer.toYou`:`transfer.byYou`,{day:c})}),a.has(`ADMIN_AGENT`,`GLOBAL_ADMIN`)?(0,M.jsxs)(`div`,{className:`row`,children:[s&&(0,M.jsx)(r,{kind:`primary`,small:!0,onPress:()=>t(`TAKE`),children:i(`transfer.take`)}),(0,M.jsx)(r,{small:!0,onPress:()=>t(s?`DECLINE`:`WITHDRAW`),children:i(s?`transfer.decline`:`transfer.withdraw`)})]}):(0,M.jsx)(`p`,{className:`quiet`,children:i(`transfer.roles`)})]})}function Fe(){let{subscriptionId:e}=i({from:`/app/subscriptions/$subscriptionId`}),[{data:t,error:n},r]=c({query:Me,variables:{id:e,locale:d()}}),a=()=>r({requestPolicy:`network-only`});return n&&!t?.subscription?(0,M.jsx)(y,{error:n,onRetry:a}):t?t.subscription?(0,M.jsx)(Ie,{subscription:t.subscription,onReload:a},e):(0,M.jsx)(x,{}):(0,M.jsx)(_,{rows:6})}function Ie({subscription:e,onReload:t}){let[n,r]=(0,j.useState)(null),i=ee(),{offer:a,base:o,customer:s}=e;return(0,M.jsxs)(m,{title:a.name,above:(0,M.jsx)(Le,{subscription:e}),tab:s?`${a.name}, ${s.name}`:a.name,intro:o&&(0,M.jsx)(Re,{base:o}),children:[(0,M.jsx)(te,{told:i}),(0,M.jsx)(ze,{subscription:e}),(0,M.jsx)(Pe,{subscription:e,onOpen:r}),(0,M.jsxs)(`div`,{className:`cards`,children:[(0,M.jsx)(Ne,{subscription:e}),(0,M.jsx)(je,{subscription:e})]}),(0,M.jsx)(B,{subscription:e,onOpen:r}),!o&&(0,M.jsx)(oe,{addOns:e.addOns}),n&&(0,M.jsx)(Ae,{opened:n,subscription:e,onClose:()=>r(null),onReload:t,onDone:e=>{r(null),i.say(e)}})]})}function Le({subscription:{customer:e}}){let{t:r}=n([`partner`,`common`]);return e?(0,M.jsx)(t,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,M.jsx)(g,{children:r(`subscription.for`,{name:e.name})})}):(0,M.jsx)(t,{to:`/app/subscriptions`,children:r(`common:nav.subscriptions`)})}function Re({base:e}){let{t:r}=n(`partner`);return(0,M.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,M.jsx)(g,{children:r(`subscription.addOnTo`,{offer:e.offer.name})})})}function ze({subscription:{status:e,deletionDueAt:t}}){let{t:r}=n([`partner`,`common`]),i=f();return e!==`SUSPENDED`||!t?null:(0,M.jsx)(v,{tone:`warning`,title:r(`common:subscriptionStatuses.SUSPENDED`),children:(0,M.jsx)(`p`,{children:r(`subscription.suspendedNote`,{day:i.moment(t)})})})}export{Fe as SubscriptionPage};