import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r}from"./buttons-gQHUslcP.js";import{t as i}from"./useSearch-CiivDyy9.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{i as s}from"./table-QO8Zci13.js";import{t as c}from"./graphql-DFM3QPVt.js";import{r as l}from"./viewer-BowR78Gd.js";import{o as u,r as d}from"./page-CKRU7_rZ.js";import{t as f}from"./format-Dd2h_E0L.js";import{a as p}from"./states-vBv4euA2.js";import{t as m}from"./Day-DJ2YkMDJ.js";import{t as h}from"./days-B4M92W2Y.js";import{n as g,t as _}from"./ReportRows-Dg_6XY8t.js";import{t as v}from"./reportRows-4bHSl6Zh.js";/* empty css                */var y=e(o(),1),b=a(),x=c(`
  query Charges($partnerId: ID!, $filter: ChargeFilter, $asOf: DateTime, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      charges(filter: $filter, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          customer { id name }
          subscription { id }
          subscriptionId
          offer { id name(locale: $locale) }
          seats
          since
          until
        }
      }
    }
  }
`);function S(){let{t:e}=n([`partner`,`common`]),a=l(),o=i({from:`/app/charges`}),s=(0,b.jsx)(t,{to:`/app/reports`,children:e(`common:nav.reports`)});return(0,b.jsx)(d,{title:e(`charges.title`),above:s,intro:e(`charges.intro`),children:v(o)?(0,b.jsx)(_,{search:o,all:(0,b.jsx)(r,{to:`/app/charges`,children:e(`charges.showAll`)}),children:e=>(0,b.jsx)(w,{rows:e})}):(0,b.jsx)(w,{rows:{partnerId:a.id,filter:{},asOf:null}})})}function C({subscriptionId:e,since:t,seats:n,offer:r,until:i}){return[e,t,i,n,r?.id].join(` `)}function w({rows:{partnerId:e,filter:t,asOf:r}}){let{t:i}=n(`partner`),a=T(),o=s(x,{partnerId:e,asOf:r,filter:t,locale:u()},e=>e.partner?.charges);return(0,b.jsx)(g,{label:i(`charges.label`),columns:a,list:o,idOf:C})}function T(){let{t:e}=n(`partner`),t=f();return(0,y.useMemo)(()=>[{id:`customer`,header:e(`columns.customer`),cell:({row:{original:t}})=>(0,b.jsx)(p,{children:t.customer?.name??e(`relationship.nobody`)})},{id:`offer`,header:e(`columns.offer`),cell:({row:{original:e}})=>(0,b.jsx)(E,{row:e})},{id:`seats`,header:e(`columns.seats`),figure:!0,cell:({row:{original:e}})=>t.number(e.seats)},{id:`from`,header:e(`columns.from`),cell:({row:{original:e}})=>(0,b.jsx)(m,{of:e.since})},{id:`until`,header:e(`columns.until`),cell:({row:{original:n}})=>n.until?t.day(h(n.until)):e(`onGoing`)}],[e,t])}function E({row:{offer:e,subscription:r}}){let{t:i}=n(`partner`),a=(0,b.jsx)(p,{children:e?.name??i(`charges.gone`)});return r?(0,b.jsx)(t,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:r.id},children:a}):a}export{S as ChargesPage};