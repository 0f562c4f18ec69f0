import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r,t as i}from"./buttons-mCLyp1XO.js";import{t as a}from"./useParams-KDwSDO1p.js";import{B as o,H as s}from"./useHover-BOszAHuq.js";import{a as c,i as l,l as u,o as d,r as f}from"./viewer-DkHSt1_2.js";import{t as p}from"./i18n-DztOiu-T.js";import{n as m,r as h,t as g}from"./page-BsgvCdsb.js";import{t as _}from"./Missing-BfGwft5Z.js";import{n as v,r as y}from"./Told-DzKqb2Hg.js";import{t as b}from"./format-Bwq1eZXb.js";import{a as x,i as S,n as ee,r as C}from"./states-DlsJJ69-.js";import{n as w,t as T}from"./act-BcAwjZcx.js";import{r as E,s as D}from"./fields-BF1FLYQe.js";import{n as O}from"./refusedAt-Cl5Ttfq_.js";import{t as k}from"./ActDialog-Cj8CynBC.js";import{t as A}from"./catalogue-DH5qfgPK.js";import{t as j}from"./OfferFields-CHT8OLri.js";import{i as M,r as te}from"./badges-Hc2YfSGk.js";import{n as N}from"./query-CjA83MFp.js";import{n as P,t as F}from"./ServiceNames-CpR6WgFq.js";import{i as I,r as L}from"./table-CWIjMa_C.js";/* empty css                */var R=e(s(),1),z=o();function B({customer:e}){let{t}=n(`partner`),r=c(),i=b(),{contact:a,billingDetails:o}=e,s=e=>e?(0,z.jsx)(x,{children:e}):(0,z.jsx)(`span`,{className:`quiet`,children:t(`customer.unknown`)});return(0,z.jsxs)(g,{title:t(`customer.details`),children:[(0,z.jsx)(m,{items:[{term:t(`customer.domain`),value:(0,z.jsx)(x,{children:e.domain})},{term:t(`customer.country`),value:i.country(e.country)},...e.externalKey?[{term:t(`customer.key`),value:(0,z.jsx)(x,{children:e.externalKey})}]:[],{term:t(`customer.contact`),value:s(a?.name)},{term:t(`customer.email`),value:a?.email?(0,z.jsx)(V,{address:a.email}):s(null)},{term:t(`customer.phone`),value:s(a?.phone)}]}),(0,z.jsx)(`h3`,{children:t(`customer.billing`)}),r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,z.jsx)(m,{items:[{term:t(`customer.billingName`),value:s(o?.name)},{term:t(`customer.billingAddress`),value:(0,z.jsx)(`span`,{className:`lines`,children:s(o?.address)})},{term:t(`customer.billingEmail`),value:o?.email?(0,z.jsx)(V,{address:o.email}):s(null)},{term:t(`customer.taxId`),value:s(o?.taxId)}]}):(0,z.jsx)(`p`,{className:`quiet`,children:t(`customer.billingHidden`)})]})}function V({address:e}){let[t=``,...n]=e.split(`@`);return(0,z.jsx)(`a`,{href:`mailto:${[t,...n].map(encodeURIComponent).join(`@`)}`,children:(0,z.jsx)(x,{children:e})})}var H=d(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) {
        customer { id version }
        userErrors { ...Refusal }
      }
    }
  `,[T]);function U({name:e,domain:t,contact:n,billingDetails:r}){return{name:e,domain:t,contactName:n?.name??``,contactEmail:n?.email??``,contactPhone:n?.phone??``,billingName:r?.name??``,billingAddress:r?.address??``,billingEmail:r?.email??``,taxId:r?.taxId??``}}function W(e,t){let n=Object.keys(t);return Object.fromEntries(n.filter(n=>t[n]!==e[n]).map(e=>[e,t[e]]))}function G({customer:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),[s]=(0,R.useState)(()=>U(e)),[l,u]=(0,R.useState)(s),d=w(H);async function f(){await d.act({customerId:e.id,version:e.version,...W(s,l)})&&i()}let p=e=>({value:l[e],onChange:t=>u(n=>({...n,[e]:t})),error:O(d.refusals,e),autoComplete:`off`});return(0,z.jsxs)(k,{title:a(`editCustomer.title`,{name:e.name}),help:a(`editCustomer.help`),act:d,submit:a(`editCustomer.submit`),onSubmit:()=>void f(),onClose:t,onReload:r,children:[(0,z.jsx)(D,{label:a(`editCustomer.name`),...p(`name`)}),(0,z.jsx)(D,{label:a(`customer.domain`),...p(`domain`)}),(0,z.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,z.jsx)(`legend`,{children:a(`editCustomer.contact`)}),(0,z.jsx)(D,{label:a(`editCustomer.contactName`),...p(`contactName`)}),(0,z.jsx)(D,{type:`email`,label:a(`editCustomer.contactEmail`),...p(`contactEmail`)}),(0,z.jsx)(D,{type:`tel`,label:a(`editCustomer.contactPhone`),...p(`contactPhone`)})]}),o.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,z.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,z.jsx)(`legend`,{children:a(`editCustomer.billing`)}),(0,z.jsx)(D,{label:a(`customer.billingName`),...p(`billingName`)}),(0,z.jsx)(D,{rows:3,label:a(`customer.billingAddress`),...p(`billingAddress`)}),(0,z.jsx)(D,{type:`email`,label:a(`customer.billingEmail`),...p(`billingEmail`)}),(0,z.jsx)(D,{label:a(`customer.taxId`),...p(`taxId`)})]}):(0,z.jsx)(`p`,{className:`quiet`,children:a(`customer.billingHidden`)})]})}var K=d(`
    mutation ProvisionSubscription($input: ProvisionSubscriptionInput!) {
      provisionSubscription(input: $input) {
        # The customer is asked for so that its page, with no subscription yet, is asked for anew as well.
        subscription { id customer { id } }
        userErrors { ...Refusal }
      }
    }
  `,[T]);function q(e,t,n){let r=new Set(e.flatMap(e=>e.addOns.map(({code:e})=>e))),i=e.filter(({code:e})=>!r.has(e)),a=new Map;for(let e of i){let[t]=e.services;if(!t)continue;let n=a.get(t.code)??{value:t.code,label:t.name,offers:[]};n.offers.push(e),a.set(t.code,n)}let o=i.filter(({code:e})=>t.has(e));return[...o.length>0?[{value:`*`,label:n,offers:o}]:[],...a.values()]}function J({customer:e,onClose:t,onDone:r}){let{t:i}=n(`partner`),{offers:a,pinned:o,error:s,retry:c}=A(),[l,u]=(0,R.useState)(null),[d,f]=(0,R.useState)(null),[p,m]=(0,R.useState)(1),[h,g]=(0,R.useState)(!1),_=w(K),v=q(a??[],o,i(`order.pinned`)),y=v.find(({value:e})=>e===l)??v[0],b=y?.offers.find(e=>e.code===d);async function x(){g(!b),b&&await _.act({customerId:e.id,offer:b.code,seats:p})&&r(b.name)}return(0,z.jsxs)(k,{title:i(`order.title`,{name:e.name}),help:(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{children:i(`order.consequence`)}),(0,z.jsx)(`p`,{className:`quiet`,children:i(`order.privileges`)})]}),act:_,submit:i(`order.submit`),wide:!0,onSubmit:()=>void x(),onClose:t,children:[!a&&(s?(0,z.jsx)(C,{error:s,onRetry:c}):(0,z.jsx)(S,{})),y&&(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(E,{label:i(`order.group`),items:v,value:y.value,onChange:u}),(0,z.jsx)(j,{label:i(`order.offers`),offers:y.offers,offer:b,onOffer:f,seats:p,onSeats:m,errors:{offer:h&&!b?i(`order.choose`):O(_.refusals,`offer`),seats:O(_.refusals,`seats`)}})]})]})}var Y=d(`
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
`),X=d(`
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
`);function Z({customer:e}){let{t}=n(`partner`),r=N(e.relationships);return(0,z.jsxs)(g,{title:t(`customer.relationship`),children:[r.length===0&&(0,z.jsx)(`p`,{children:t(`customer.noRelationship`)}),r.map(e=>(0,z.jsx)(Q,{relationship:e},e.id))]})}function Q({relationship:e}){let{t}=n(`partner`),i=l(),a=b(),{partner:o,reseller:s}=e;return(0,z.jsxs)(z.Fragment,{children:[s?.id===i.id&&(0,z.jsx)(`p`,{children:t(`customer.asReseller`,{name:o?.name??t(`relationship.nobody`)})}),(0,z.jsx)(m,{items:[{term:t(`customer.status`),value:(0,z.jsx)(te,{status:e.status})},{term:t(`customer.since`),value:a.day(e.acceptedAt)},{term:t(`customer.services`),value:(0,z.jsx)(F,{services:P(e.delegatedAdminPrivileges,i.id)})}]}),(0,z.jsx)(`div`,{children:(0,z.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},small:!0,children:t(`customer.toRelationship`)})})]})}function ne({subscription:e}){let{t}=n(`partner`),r=b(),{offer:i,seats:a,status:o,unitPrice:s,addOns:c}=e;return(0,z.jsxs)(`section`,{className:`held`,"aria-label":i.name,children:[(0,z.jsxs)(`div`,{className:`held-heading`,children:[(0,z.jsx)(`h3`,{children:(0,z.jsx)($,{id:e.id,name:i.name})}),(0,z.jsx)(M,{status:o}),(0,z.jsx)(`span`,{children:t(`customer.seats`,{count:a})}),s&&(0,z.jsx)(`span`,{className:`quiet`,children:t(`customer.price`,{price:r.money(s)})})]}),c.length>0&&(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{className:`quiet`,children:t(`customer.addOns`)}),(0,z.jsx)(`ul`,{className:`held-add-ons`,children:c.map(e=>(0,z.jsxs)(`li`,{children:[(0,z.jsx)($,{id:e.id,name:e.offer.name}),` `,(0,z.jsx)(M,{status:e.status}),` `,t(`customer.seats`,{count:e.seats})]},e.id))})]}),(0,z.jsx)(re,{capabilities:e.capabilities})]})}function $({id:e,name:n}){return(0,z.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,z.jsx)(x,{children:n})})}function re({capabilities:e}){let{t}=n(`partner`),r=b(),i=e.filter(({allowed:e})=>e),a=e.filter(({allowed:e})=>!e);return(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(`p`,{className:`quiet`,children:i.length===0?t(`customer.nothing`):t(`customer.you`,{actions:r.list(i.map(({action:e})=>t(`actions.${e}`)))})}),a.length>0&&(0,z.jsxs)(`details`,{children:[(0,z.jsx)(`summary`,{children:t(`customer.youCannot`)}),(0,z.jsx)(`dl`,{className:`held-reasons`,children:a.map(({action:e,reason:n})=>(0,z.jsxs)(`div`,{children:[(0,z.jsx)(`dt`,{children:t(`actions.${e}`)}),(0,z.jsx)(`dd`,{children:n})]},e))})]})]})}function ie({customer:e,whyNoOrder:t}){let{t:r}=n(`partner`),i=I(X,{id:e.id,locale:p()},e=>e.customer?.subscriptions,25),a=new Set(i.rows.map(e=>e.id)),o=i.rows.filter(e=>!e.base||e.status===`CANCELLED`||!i.hasMore&&!a.has(e.base.id));return(0,z.jsxs)(g,{title:r(`customer.subscriptions`),children:[t&&(0,z.jsx)(`p`,{className:`quiet`,children:r(`customer.noOrder.${t}`)}),i.error&&(0,z.jsx)(C,{error:i.error,onRetry:i.retry}),i.fetching&&i.rows.length===0&&!i.error&&(0,z.jsx)(S,{}),!i.fetching&&!i.error&&i.rows.length===0&&(0,z.jsx)(ee,{title:r(`customer.noSubscriptions`),children:r(`customer.noSubscriptionsHelp`)}),o.map(e=>(0,z.jsx)(ne,{subscription:e},e.id)),i.hasMore&&(0,z.jsx)(L,{list:i})]})}function ae(e){let t=c(),n=t.partner?.type;return n!==`DIRECT_RESELLER`&&n!==`INDIRECT_PROVIDER`?{may:!1,why:`type`}:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?t.partner?.status===`SUSPENDED`?{may:!1,why:`suspended`}:N(e.relationships).find(({partner:e})=>e?.id===t.partner?.id)?.status===`ACTIVE`?{may:!0}:{may:!1,why:`relationship`}:{may:!1,why:`role`}}function oe(){let{customerId:e}=a({from:`/app/customers/$customerId`}),t=c();f(`partner`);let[{data:n,error:r,fetching:i},o]=u({query:Y,variables:{id:e,billing:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`),locale:p()}}),s=()=>o({requestPolicy:`network-only`});return n?.customer?(0,z.jsx)(se,{customer:n.customer,onReload:s},e):(0,z.jsx)(_,{error:r,fetching:i,onRetry:s})}function se({customer:e,onReload:r}){let{t:a}=n([`partner`,`common`]),[o,s]=(0,R.useState)(null),c=y(),l=ae(e),u=e=>{s(null),c.say(e)};return(0,z.jsxs)(h,{title:e.name,above:(0,z.jsx)(t,{to:`/app/customers`,children:a(`customer.back`)}),actions:(0,z.jsxs)(z.Fragment,{children:[(0,z.jsx)(i,{onPress:()=>s(`edit`),children:a(`customer.edit`)}),l.may&&(0,z.jsx)(i,{kind:`primary`,onPress:()=>s(`order`),children:a(`customer.order`)})]}),children:[(0,z.jsx)(v,{told:c}),(0,z.jsxs)(`div`,{className:`cards`,children:[(0,z.jsx)(B,{customer:e}),(0,z.jsx)(Z,{customer:e})]}),(0,z.jsx)(ie,{customer:e,whyNoOrder:l.may?null:l.why}),o===`edit`&&(0,z.jsx)(G,{customer:e,onClose:()=>s(null),onReload:r,onDone:()=>u(a(`customer.edited`))}),o===`order`&&(0,z.jsx)(J,{customer:e,onClose:()=>s(null),onDone:e=>u(a(`order.done`,{offer:e}))})]})}export{oe as CustomerPage};