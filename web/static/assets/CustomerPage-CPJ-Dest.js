import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r,t as i}from"./buttons-gQHUslcP.js";import{t as a}from"./useParams-D07t8sxU.js";import{B as o,H as s}from"./useHover-BOszAHuq.js";import{t as c}from"./kept-BjbOdPV9.js";import{i as l,r as u}from"./viewer-BowR78Gd.js";import{n as d,o as f,r as p,t as m}from"./page-CKRU7_rZ.js";import{t as h}from"./Missing-usg6pPnU.js";import{n as g,r as _}from"./Told-CaWLqRv7.js";import{t as v}from"./format-Dd2h_E0L.js";import{a as y,i as b,n as x,r as S}from"./states-vBv4euA2.js";import{n as C,t as w}from"./act-D9scW8zI.js";import{t as T}from"./graphql-DFM3QPVt.js";import{r as E,s as D}from"./fields-u7otaAQB.js";import{n as O}from"./refusedAt-Cl5Ttfq_.js";import{t as k}from"./ActDialog-BW9pQm3T.js";import{t as A}from"./catalogue-CVQnRh26.js";import{t as ee}from"./OfferFields-Cqtqr08q.js";import{i as j,r as M}from"./badges-x5lln6Xy.js";import{n as N}from"./query-CaTRSa7l.js";import{n as P,t as F}from"./ServiceNames-BsVQdDRs.js";import{i as I,r as L}from"./table-QO8Zci13.js";/* empty css                */var R=e(s(),1),z=o();function B({customer:e}){let{t}=n(`partner`),r=l(),i=v(),{contact:a,billingDetails:o}=e,s=e=>e?(0,z.jsx)(y,{children:e}):(0,z.jsx)(`span`,{className:`quiet`,children:t(`customer.unknown`)});return(0,z.jsxs)(m,{title:t(`customer.details`),children:[(0,z.jsx)(d,{items:[{term:t(`customer.domain`),value:(0,z.jsx)(y,{children:e.domain})},{term:t(`customer.country`),value:i.country(e.country)},...e.externalKey?[{term:t(`customer.key`),value:(0,z.jsx)(y,{children:e.externalKey})}]:[],{term:t(`customer.contact`),value:s(a?.name)},{term:t(`customer.email`),value:a?.email?(0,z.jsx)(V,{address:a.email}):s(null)},{term:t(`customer.phone`),value:s(a?.phone)}]}),(0,z.jsx)(`h3`,{children:t(`customer.billing`)}),r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,z.jsx)(d,{items:[{term:t(`customer.billingName`),value:s(o?.name)},{term:t(`customer.billingAddress`),value:(0,z.jsx)(`span`,{className:`lines`,children:s(o?.address)})},{term:t(`customer.billingEmail`),value:o?.email?(0,z.jsx)(V,{address:o.email}):s(null)},{term:t(`customer.taxId`),value:s(o?.taxId)}]}):(0,z.jsx)(`p`,{className:`quiet`,children:t(`customer.billingHidden`)})]})}function V({address:e}){let[t=``,...n]=e.split(`@`);return(0,z.jsx)(`a`,{href:`mailto:${[t,...n].map(encodeURIComponent).join(`@`)}`,children:(0,z.jsx)(y,{children:e})})}var H=T(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) {
        customer { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function U({name:e,domain:t,contact:n,billingDetails:r}){return{name:e,domain:t,contactName:n?.name??``,contactEmail:n?.email??``,contactPhone:n?.phone??``,billingName:r?.name??``,billingAddress:r?.address??``,billingEmail:r?.email??``,taxId:r?.taxId??``}}function W(e,t){let n=Object.keys(t);return Object.fromEntries(n.filter(n=>t[n]!==e[n]).map(e=>[e,t[e]]))}function G({customer:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=l(),[s]=(0,R.useState)(()=>U(e)),[c,u]=(0,R.useState)(s),d=C(H);async function f(){await d.act({customerId:e.id,version:e.version,...W(s,c)})&&i()}let p=e=>({value:c[e],onChange:t=>u(n=>({...n,[e]:t})),error:O(d.refusals,e),autoComplete:`off`});return(0,z.jsxs)(k,{title:a(`editCustomer.title`,{name:e.name}),help:a(`editCustomer.help`),act:d,submit:a(`editCustomer.submit`),onSubmit:()=>void f(),onClose:t,onReload:r,children:[(0,z.jsx)(D,{label:a(`editCustomer.name`),isRequired:!0,autoFocus:!0,...p(`name`)}),(0,z.jsx)(D,{label:a(`customer.domain`),isRequired:!0,...p(`domain`)}),(0,z.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,z.jsx)(`legend`,{children:a(`editCustomer.contact`)}),(0,z.jsx)(D,{label:a(`editCustomer.contactName`),isRequired:!1,...p(`contactName`)}),(0,z.jsx)(D,{type:`email`,label:a(`editCustomer.contactEmail`),isRequired:!1,...p(`contactEmail`)}),(0,z.jsx)(D,{type:`tel`,label:a(`editCustomer.contactPhone`),isRequired:!1,...p(`contactPhone`)})]}),o.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,z.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,z.jsx)(`legend`,{children:a(`editCustomer.billing`)}),(0,z.jsx)(D,{label:a(`customer.billingName`),isRequired:!1,...p(`billingName`)}),(0,z.jsx)(D,{rows:3,label:a(`customer.billingAddress`),isRequired:!1,...p(`billingAddress`)}),(0,z.jsx)(D,{type:`email`,label:a(`customer.billingEmail`),isRequired:!1,...p(`billingEmail`)}),(0,z.jsx)(D,{label:a(`customer.taxId`),isRequired:!1,...p(`taxId`)})]}):(0,z.jsx)(`p`,{className:`quiet`,children:a(`customer.billingHidden`)})]})}var K=T(`
    mutation ProvisionSubscription($input: ProvisionSubscriptionInput!) {
      provisionSubscription(input: $input) {
        # The customer is asked for so that its page, with no subscription yet, is asked for anew as well.
        subscription { id customer { id } }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function q(e,t,n){let r=new Set(e.flatMap(e=>e.addOns.map(({code:e})=>e))),i=e.filter(({code:e})=>!r.has(e)),a=new Map;for(let e of i){let[t]=e.services;if(!t)continue;let n=a.get(t.code)??{value:t.code,label:t.name,offers:[]};n.offers.push(e),a.set(t.code,n)}let o=i.filter(({code:e})=>t.has(e));return[...o.length>0?[{value:`*`,label:n,offers:o}]:[],...a.values()]}function J({customer:e,onClose:t,onDone:r}){let{t:i}=n(`partner`),{offers:a,pinned:o,error:s,retry:c}=A(),[l,u]=(0,R.useState)(null),[d,f]=(0,R.useState)(null),[p,m]=(0,R.useState)(1),[h,g]=(0,R.useState)(!1),_=C(K),v=q(a??[],o,i(`order.pinned`)),y=v.find(({value:e})=>e===l)??v[0],x=y?.offers.find(e=>e.code===d);async function w(){g(!x),x&&await _.act({customerId:e.id,offer:x.code,seats:p})&&r(x.name)}return(0,z.jsxs)(k,{title:i(`order.title`,{name:e.name}),help:(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{children:i(`order.consequence`)}),(0,z.jsx)(`p`,{className:`quiet`,children:i(`order.privileges`)})]}),act:_,submit:i(`order.submit`),wide:!0,onSubmit:()=>void w(),onClose:t,children:[!a&&(s?(0,z.jsx)(S,{error:s,onRetry:c}):(0,z.jsx)(b,{})),y&&(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(E,{label:i(`order.group`),items:v,value:y.value,onChange:u}),(0,z.jsx)(ee,{label:i(`order.offers`),offers:y.offers,offer:x,onOffer:f,seats:p,onSeats:m,errors:{offer:h&&!x?i(`order.choose`):O(_.refusals,`offer`),seats:O(_.refusals,`seats`)}})]})]})}var Y=T(`
  query Customer($id: ID!, $billing: Boolean!, $locale: String!) {
    customer(id: $id) {
      id
      name
      domain
      country
      externalKey
      version
      contact { name email phone }
      billingDetails @include(if: $billing) { name address email taxId }
      relationships(first: 10) {
        nodes {
          id
          status
          acceptedAt
          partner { id name }
          reseller { id }
          delegatedAdminPrivileges(status: ACTIVE) {
            id
            partner { id }
            service { id code name(locale: $locale) }
          }
        }
      }
    }
  }
`),X=T(`
  query CustomerSubscriptions($id: ID!, $first: Int, $after: String, $locale: String!) {
    customer(id: $id) {
      id
      subscriptions(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          seats
          status
          offer { id name(locale: $locale) }
          base { id }
          addOns { id seats status offer { id name(locale: $locale) } }
          unitPrice { amount currency }
          capabilities { action allowed reason }
        }
      }
    }
  }
`);function Z({customer:e}){let{t}=n(`partner`),r=N(e.relationships);return(0,z.jsxs)(m,{title:t(`customer.relationship`),children:[r.length===0&&(0,z.jsx)(`p`,{children:t(`customer.noRelationship`)}),r.map(e=>(0,z.jsx)(Q,{relationship:e},e.id))]})}function Q({relationship:e}){let{t}=n(`partner`),i=u(),a=v(),{partner:o,reseller:s}=e;return(0,z.jsxs)(z.Fragment,{children:[s?.id===i.id&&(0,z.jsx)(`p`,{children:t(`customer.asReseller`,{name:o?.name??t(`relationship.nobody`)})}),(0,z.jsx)(d,{items:[{term:t(`customer.status`),value:(0,z.jsx)(M,{status:e.status})},{term:t(`customer.since`),value:a.day(e.acceptedAt)},{term:t(`customer.services`),value:(0,z.jsx)(F,{services:P(e.delegatedAdminPrivileges,i.id)})}]}),(0,z.jsx)(`div`,{children:(0,z.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},small:!0,children:t(`customer.toRelationship`)})})]})}function te({subscription:e}){let{t}=n(`partner`),r=v(),{offer:i,seats:a,status:o,unitPrice:s,addOns:c}=e;return(0,z.jsxs)(`section`,{className:`held`,"aria-label":i.name,children:[(0,z.jsxs)(`div`,{className:`held-heading`,children:[(0,z.jsx)(`h3`,{children:(0,z.jsx)($,{id:e.id,name:i.name})}),(0,z.jsx)(j,{status:o}),(0,z.jsx)(`span`,{children:t(`customer.seats`,{count:a})}),s&&(0,z.jsx)(`span`,{className:`quiet`,children:t(`customer.price`,{price:r.money(s)})})]}),c.length>0&&(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{className:`quiet`,children:t(`customer.addOns`)}),(0,z.jsx)(`ul`,{className:`held-add-ons`,children:c.map(e=>(0,z.jsxs)(`li`,{children:[(0,z.jsx)($,{id:e.id,name:e.offer.name}),` `,(0,z.jsx)(j,{status:e.status}),` `,t(`customer.seats`,{count:e.seats})]},e.id))})]}),(0,z.jsx)(ne,{capabilities:e.capabilities})]})}function $({id:e,name:n}){return(0,z.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,z.jsx)(y,{children:n})})}function ne({capabilities:e}){let{t}=n(`partner`),r=v(),i=e.filter(({allowed:e})=>e),a=e.filter(({allowed:e})=>!e);return(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{className:`quiet`,children:i.length===0?t(`customer.nothing`):t(`customer.you`,{actions:r.list(i.map(({action:e})=>t(`actions.${e}`)))})}),a.length>0&&(0,z.jsxs)(`details`,{children:[(0,z.jsx)(`summary`,{children:t(`customer.youCannot`)}),(0,z.jsx)(`dl`,{className:`held-reasons`,children:a.map(({action:e,reason:n})=>(0,z.jsxs)(`div`,{children:[(0,z.jsx)(`dt`,{children:t(`actions.${e}`)}),(0,z.jsx)(`dd`,{children:n})]},e))})]})]})}function re({customer:e,whyNoOrder:t}){let{t:r}=n(`partner`),i=I(X,{id:e.id,locale:f()},e=>e.customer?.subscriptions,25),a=new Set(i.rows.map(e=>e.id)),o=i.rows.filter(e=>!e.base||e.status===`CANCELLED`||!i.hasMore&&!a.has(e.base.id));return(0,z.jsxs)(m,{title:r(`customer.subscriptions`),children:[t&&(0,z.jsx)(`p`,{className:`quiet`,children:r(`customer.noOrder.${t}`)}),i.error&&(0,z.jsx)(S,{error:i.error,onRetry:i.retry}),i.fetching&&i.rows.length===0&&!i.error&&(0,z.jsx)(b,{}),!i.fetching&&!i.error&&i.rows.length===0&&(0,z.jsx)(x,{title:r(`customer.noSubscriptions`),children:r(`customer.noSubscriptionsHelp`)}),o.map(e=>(0,z.jsx)(te,{subscription:e},e.id)),i.hasMore&&(0,z.jsx)(L,{list:i})]})}function ie(e){let t=l(),n=t.partner?.type;return n!==`DIRECT_RESELLER`&&n!==`INDIRECT_PROVIDER`?{may:!1,why:`type`}:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?t.partner?.status===`SUSPENDED`?{may:!1,why:`suspended`}:N(e.relationships).find(({partner:e})=>e?.id===t.partner?.id)?.status===`ACTIVE`?{may:!0}:{may:!1,why:`relationship`}:{may:!1,why:`role`}}function ae(){let{customerId:e}=a({from:`/app/customers/$customerId`}),t=l(),[{data:n,error:r,fetching:i},o]=c({query:Y,variables:{id:e,billing:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`),locale:f()}}),s=()=>o({requestPolicy:`network-only`});return n?.customer?(0,z.jsx)(oe,{customer:n.customer,onReload:s},e):(0,z.jsx)(h,{error:r,fetching:i,onRetry:s})}function oe({customer:e,onReload:r}){let{t:a}=n([`partner`,`common`]),[o,s]=(0,R.useState)(null),c=_(),l=ie(e),u=e=>{s(null),c.say(e)};return(0,z.jsxs)(p,{title:e.name,above:(0,z.jsx)(t,{to:`/app/customers`,children:a(`customer.back`)}),actions:(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(i,{onPress:()=>s(`edit`),children:a(`customer.edit`)}),l.may&&(0,z.jsx)(i,{kind:`primary`,onPress:()=>s(`order`),children:a(`customer.order`)})]}),children:[(0,z.jsx)(g,{told:c}),(0,z.jsxs)(`div`,{className:`cards`,children:[(0,z.jsx)(B,{customer:e}),(0,z.jsx)(Z,{customer:e})]}),(0,z.jsx)(re,{customer:e,whyNoOrder:l.may?null:l.why}),o===`edit`&&(0,z.jsx)(G,{customer:e,onClose:()=>s(null),onReload:r,onDone:()=>u(a(`customer.edited`))}),o===`order`&&(0,z.jsx)(J,{customer:e,onClose:()=>s(null),onDone:e=>u(a(`order.done`,{offer:e}))})]})}export{ae as CustomerPage};