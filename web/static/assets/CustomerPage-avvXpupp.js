import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r,t as i}from"./buttons-mCLyp1XO.js";import{t as a}from"./useParams-KDwSDO1p.js";import{B as o,H as s}from"./useHover-BOszAHuq.js";import{a as c,i as l,l as u,o as d,r as f}from"./viewer-DkHSt1_2.js";import{t as p}from"./i18n-DGBeBXiu.js";import{n as m,r as h,t as g}from"./page-BsgvCdsb.js";import{t as _}from"./Missing-B8ri0qMz.js";import{t as v}from"./format-fsqIrqlt.js";import{a as y,i as b,n as x,r as S}from"./states-DlsJJ69-.js";import{n as C,t as w}from"./act-BcAwjZcx.js";import{r as T,s as E}from"./fields-BF1FLYQe.js";import{n as D,t as O}from"./fieldErrors--rG32tWg.js";import{t as k}from"./catalogue-DHzpjTdJ.js";import{t as A}from"./OfferFields-Ca9Oa7xW.js";import{n as j}from"./query-CjA83MFp.js";import{n as M,r as N}from"./badges-BHuM5HES.js";import{n as ee,t as P}from"./ServiceNames-CpR6WgFq.js";import{i as F,r as I}from"./table-CzIFNJs1.js";import{n as L,t as R}from"./Told-Ch4pstEe.js";/* empty css                */var z=e(s(),1),B=o();function V({customer:e}){let{t}=n(`partner`),r=c(),i=v(),{contact:a,billingDetails:o}=e,s=e=>e?(0,B.jsx)(y,{children:e}):(0,B.jsx)(`span`,{className:`quiet`,children:t(`customer.unknown`)});return(0,B.jsxs)(g,{title:t(`customer.details`),children:[(0,B.jsx)(m,{items:[{term:t(`customer.domain`),value:(0,B.jsx)(y,{children:e.domain})},{term:t(`customer.country`),value:i.country(e.country)},...e.externalKey?[{term:t(`customer.key`),value:(0,B.jsx)(y,{children:e.externalKey})}]:[],{term:t(`customer.contact`),value:s(a?.name)},{term:t(`customer.email`),value:a?.email?(0,B.jsx)(H,{address:a.email}):s(null)},{term:t(`customer.phone`),value:s(a?.phone)}]}),(0,B.jsx)(`h3`,{children:t(`customer.billing`)}),r.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,B.jsx)(m,{items:[{term:t(`customer.billingName`),value:s(o?.name)},{term:t(`customer.billingAddress`),value:(0,B.jsx)(`span`,{className:`lines`,children:s(o?.address)})},{term:t(`customer.billingEmail`),value:o?.email?(0,B.jsx)(H,{address:o.email}):s(null)},{term:t(`customer.taxId`),value:s(o?.taxId)}]}):(0,B.jsx)(`p`,{className:`quiet`,children:t(`customer.billingHidden`)})]})}function H({address:e}){let[t=``,...n]=e.split(`@`);return(0,B.jsx)(`a`,{href:`mailto:${[t,...n].map(encodeURIComponent).join(`@`)}`,children:(0,B.jsx)(y,{children:e})})}var U=d(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) {
        customer { id version }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function W({name:e,domain:t,contact:n,billingDetails:r}){return{name:e,domain:t,contactName:n?.name??``,contactEmail:n?.email??``,contactPhone:n?.phone??``,billingName:r?.name??``,billingAddress:r?.address??``,billingEmail:r?.email??``,taxId:r?.taxId??``}}function G(e,t){let n=Object.keys(t);return Object.fromEntries(n.filter(n=>t[n]!==e[n]).map(e=>[e,t[e]]))}function K({customer:e,onClose:t,onReload:r,onDone:i}){let{t:a}=n(`partner`),o=c(),[s]=(0,z.useState)(()=>W(e)),[l,u]=(0,z.useState)(s),d=C(U);async function f(){await d.act({customerId:e.id,version:e.version,...G(s,l)})&&i()}let p=e=>({value:l[e],onChange:t=>u(n=>({...n,[e]:t})),error:O(d.refusals,e),autoComplete:`off`});return(0,B.jsxs)(D,{title:a(`editCustomer.title`,{name:e.name}),help:a(`editCustomer.help`),act:d,submit:a(`editCustomer.submit`),onSubmit:()=>void f(),onClose:t,onReload:r,children:[(0,B.jsx)(E,{label:a(`editCustomer.name`),...p(`name`)}),(0,B.jsx)(E,{label:a(`customer.domain`),...p(`domain`)}),(0,B.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,B.jsx)(`legend`,{children:a(`editCustomer.contact`)}),(0,B.jsx)(E,{label:a(`editCustomer.contactName`),...p(`contactName`)}),(0,B.jsx)(E,{type:`email`,label:a(`editCustomer.contactEmail`),...p(`contactEmail`)}),(0,B.jsx)(E,{type:`tel`,label:a(`editCustomer.contactPhone`),...p(`contactPhone`)})]}),o.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?(0,B.jsxs)(`fieldset`,{className:`fieldset`,children:[(0,B.jsx)(`legend`,{children:a(`editCustomer.billing`)}),(0,B.jsx)(E,{label:a(`customer.billingName`),...p(`billingName`)}),(0,B.jsx)(E,{rows:3,label:a(`customer.billingAddress`),...p(`billingAddress`)}),(0,B.jsx)(E,{type:`email`,label:a(`customer.billingEmail`),...p(`billingEmail`)}),(0,B.jsx)(E,{label:a(`customer.taxId`),...p(`taxId`)})]}):(0,B.jsx)(`p`,{className:`quiet`,children:a(`customer.billingHidden`)})]})}var q=d(`
    mutation ProvisionSubscription($input: ProvisionSubscriptionInput!) {
      provisionSubscription(input: $input) {
        # The customer is asked for so that its page, with no subscription yet, is asked for anew as well.
        subscription { id customer { id } }
        userErrors { ...Refusal }
      }
    }
  `,[w]);function J(e,t,n){let r=new Set(e.flatMap(e=>e.addOns.map(({code:e})=>e))),i=e.filter(({code:e})=>!r.has(e)),a=new Map;for(let e of i){let[t]=e.services;if(!t)continue;let n=a.get(t.code)??{value:t.code,label:t.name,offers:[]};n.offers.push(e),a.set(t.code,n)}let o=i.filter(({code:e})=>t.has(e));return[...o.length>0?[{value:`*`,label:n,offers:o}]:[],...a.values()]}function Y({customer:e,onClose:t,onDone:r}){let{t:i}=n(`partner`),{offers:a,pinned:o,error:s,retry:c}=k(),[l,u]=(0,z.useState)(null),[d,f]=(0,z.useState)(null),[p,m]=(0,z.useState)(1),[h,g]=(0,z.useState)(!1),_=C(q),v=J(a??[],o,i(`order.pinned`)),y=v.find(({value:e})=>e===l)??v[0],x=y?.offers.find(e=>e.code===d);async function w(){g(!x),x&&await _.act({customerId:e.id,offer:x.code,seats:p})&&r(x.name)}return(0,B.jsxs)(D,{title:i(`order.title`,{name:e.name}),help:(0,B.jsxs)(B.Fragment,{children:[(0,B.jsx)(`p`,{children:i(`order.consequence`)}),(0,B.jsx)(`p`,{className:`quiet`,children:i(`order.privileges`)})]}),act:_,submit:i(`order.submit`),wide:!0,onSubmit:()=>void w(),onClose:t,children:[!a&&(s?(0,B.jsx)(S,{error:s,onRetry:c}):(0,B.jsx)(b,{})),y&&(0,B.jsxs)(B.Fragment,{children:[(0,B.jsx)(T,{label:i(`order.group`),items:v,value:y.value,onChange:u}),(0,B.jsx)(A,{label:i(`order.offers`),offers:y.offers,offer:x,onOffer:f,seats:p,onSeats:m,errors:{offer:h&&!x?i(`order.choose`):O(_.refusals,`offer`),seats:O(_.refusals,`seats`)}})]})]})}var X=d(`
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
`),Z=d(`
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
`);function Q({customer:e}){let{t}=n(`partner`),r=j(e.relationships);return(0,B.jsxs)(g,{title:t(`customer.relationship`),children:[r.length===0&&(0,B.jsx)(`p`,{children:t(`customer.noRelationship`)}),r.map(e=>(0,B.jsx)(te,{relationship:e},e.id))]})}function te({relationship:e}){let{t}=n(`partner`),i=l(),a=v(),{partner:o,reseller:s}=e;return(0,B.jsxs)(B.Fragment,{children:[s?.id===i.id&&(0,B.jsx)(`p`,{children:t(`customer.asReseller`,{name:o?.name??t(`relationship.nobody`)})}),(0,B.jsx)(m,{items:[{term:t(`customer.status`),value:(0,B.jsx)(M,{status:e.status})},{term:t(`customer.since`),value:a.day(e.acceptedAt)},{term:t(`customer.services`),value:(0,B.jsx)(P,{services:ee(e.delegatedAdminPrivileges,i.id)})}]}),(0,B.jsx)(`div`,{children:(0,B.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},small:!0,children:t(`customer.toRelationship`)})})]})}function ne({subscription:e}){let{t}=n(`partner`),r=v(),{offer:i,seats:a,status:o,unitPrice:s,addOns:c}=e;return(0,B.jsxs)(`section`,{className:`held`,"aria-label":i.name,children:[(0,B.jsxs)(`div`,{className:`held-heading`,children:[(0,B.jsx)(`h3`,{children:(0,B.jsx)($,{id:e.id,name:i.name})}),(0,B.jsx)(N,{status:o}),(0,B.jsx)(`span`,{children:t(`customer.seats`,{count:a})}),s&&(0,B.jsx)(`span`,{className:`quiet`,children:t(`customer.price`,{price:r.money(s)})})]}),c.length>0&&(0,B.jsxs)(B.Fragment,{children:[(0,B.jsx)(`p`,{className:`quiet`,children:t(`customer.addOns`)}),(0,B.jsx)(`ul`,{className:`held-add-ons`,children:c.map(e=>(0,B.jsxs)(`li`,{children:[(0,B.jsx)($,{id:e.id,name:e.offer.name}),` `,(0,B.jsx)(N,{status:e.status}),` `,t(`customer.seats`,{count:e.seats})]},e.id))})]}),(0,B.jsx)(re,{capabilities:e.capabilities})]})}function $({id:e,name:n}){return(0,B.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e},children:(0,B.jsx)(y,{children:n})})}function re({capabilities:e}){let{t}=n(`partner`),r=v(),i=e.filter(({allowed:e})=>e),a=e.filter(({allowed:e})=>!e);return(0,B.jsxs)(B.Fragment,{children:[(0,B.jsx)(`p`,{className:`quiet`,children:i.length===0?t(`customer.nothing`):t(`customer.you`,{actions:r.list(i.map(({action:e})=>t(`actions.${e}`)))})}),a.length>0&&(0,B.jsxs)(`details`,{children:[(0,B.jsx)(`summary`,{children:t(`customer.youCannot`)}),(0,B.jsx)(`dl`,{className:`held-reasons`,children:a.map(({action:e,reason:n})=>(0,B.jsxs)(`div`,{children:[(0,B.jsx)(`dt`,{children:t(`actions.${e}`)}),(0,B.jsx)(`dd`,{children:n})]},e))})]})]})}function ie({customer:e,whyNoOrder:t}){let{t:r}=n(`partner`),i=F(Z,{id:e.id,locale:p()},e=>e.customer?.subscriptions,25),a=new Set(i.rows.map(e=>e.id)),o=i.rows.filter(e=>!e.base||e.status===`CANCELLED`||!i.hasMore&&!a.has(e.base.id));return(0,B.jsxs)(g,{title:r(`customer.subscriptions`),children:[t&&(0,B.jsx)(`p`,{className:`quiet`,children:r(`customer.noOrder.${t}`)}),i.error&&(0,B.jsx)(S,{error:i.error,onRetry:i.retry}),i.fetching&&i.rows.length===0&&!i.error&&(0,B.jsx)(b,{}),!i.fetching&&!i.error&&i.rows.length===0&&(0,B.jsx)(x,{title:r(`customer.noSubscriptions`),children:r(`customer.noSubscriptionsHelp`)}),o.map(e=>(0,B.jsx)(ne,{subscription:e},e.id)),i.hasMore&&(0,B.jsx)(I,{list:i})]})}function ae(e){let t=c(),n=t.partner?.type;return n!==`DIRECT_RESELLER`&&n!==`INDIRECT_PROVIDER`?{may:!1,why:`type`}:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`)?t.partner?.status===`SUSPENDED`?{may:!1,why:`suspended`}:j(e.relationships).find(({partner:e})=>e?.id===t.partner?.id)?.status===`ACTIVE`?{may:!0}:{may:!1,why:`relationship`}:{may:!1,why:`role`}}function oe(){let{customerId:e}=a({from:`/app/customers/$customerId`}),t=c();f(`partner`);let[{data:n,error:r,fetching:i},o]=u({query:X,variables:{id:e,billing:t.has(`ADMIN_AGENT`,`SALES_AGENT`,`GLOBAL_ADMIN`),locale:p()}}),s=()=>o({requestPolicy:`network-only`});return n?.customer?(0,B.jsx)(se,{customer:n.customer,onReload:s},e):(0,B.jsx)(_,{error:r,fetching:i,onRetry:s})}function se({customer:e,onReload:r}){let{t:a}=n([`partner`,`common`]),[o,s]=(0,z.useState)(null),c=L(),l=ae(e),u=e=>{s(null),c.say(e)};return(0,B.jsxs)(h,{title:e.name,above:(0,B.jsx)(t,{to:`/app/customers`,children:a(`customer.back`)}),actions:(0,B.jsxs)(B.Fragment,{children:[(0,B.jsx)(i,{onPress:()=>s(`edit`),children:a(`customer.edit`)}),l.may&&(0,B.jsx)(i,{kind:`primary`,onPress:()=>s(`order`),children:a(`customer.order`)})]}),children:[(0,B.jsx)(R,{told:c}),(0,B.jsxs)(`div`,{className:`cards`,children:[(0,B.jsx)(V,{customer:e}),(0,B.jsx)(Q,{customer:e})]}),(0,B.jsx)(ie,{customer:e,whyNoOrder:l.may?null:l.why}),o===`edit`&&(0,B.jsx)(K,{customer:e,onClose:()=>s(null),onReload:r,onDone:()=>u(a(`customer.edited`))}),o===`order`&&(0,B.jsx)(Y,{customer:e,onClose:()=>s(null),onDone:e=>u(a(`order.done`,{offer:e}))})]})}export{oe as CustomerPage};