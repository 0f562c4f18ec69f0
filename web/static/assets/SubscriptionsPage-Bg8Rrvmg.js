import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{n as t}from"./useNavigate-De3kpfFy.js";import{t as n}from"./useSearch-CiivDyy9.js";import{B as r,F as i,n as a,t as o}from"./buttons-gQHUslcP.js";import{i as s,n as c}from"./table-QO8Zci13.js";import{r as l}from"./viewer-BowR78Gd.js";import{o as u,r as d}from"./page-CKRU7_rZ.js";import{a as f,n as p,o as m}from"./states-vBv4euA2.js";import{B as h,H as g}from"./useHover-BOszAHuq.js";import{t as _}from"./format-Dd2h_E0L.js";import{i as v}from"./badges-x5lln6Xy.js";import{t as y}from"./Day-DJ2YkMDJ.js";import{i as b,t as x}from"./graphql-DFM3QPVt.js";import{t as S}from"./search-9aD_D1jo.js";import{n as C,t as w}from"./catalogue-CVQnRh26.js";import{t as T}from"./FilterChoice-Bez7zZ5F.js";/* empty css                */var E=e(g(),1),D=h();function O(){let{t:e}=i(`partner`),t=_();return(0,E.useMemo)(()=>[{id:`offer`,header:e(`columns.offer`),cell:({row:{original:e}})=>(0,D.jsx)(r,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.id},children:(0,D.jsx)(f,{children:e.offer.name})})},{id:`customer`,header:e(`columns.customer`),cell:({row:{original:e}})=>(0,D.jsx)(k,{row:e})},{id:`status`,header:e(`columns.status`),cell:({row:{original:e}})=>(0,D.jsx)(v,{status:e.status})},{id:`seats`,header:e(`columns.seats`),figure:!0,cell:({row:{original:e}})=>t.number(e.seats)},{id:`renews`,header:e(`columns.termEnds`),cell:({row:{original:e}})=>(0,D.jsx)(y,{of:e.status===`CANCELLED`?null:e.term.endsOn})}],[e,t])}function k({row:{customer:e}}){let{t}=i(`partner`);return e?(0,D.jsx)(r,{to:`/app/customers/$customerId`,params:{customerId:e.id},children:(0,D.jsx)(f,{children:e.name})}):t(`relationship.nobody`)}var A=x(`
  query OfferedTransfers($partnerId: ID!) {
    partner(id: $partnerId) {
      id
      subscriptions(first: 1, filter: { transferOffered: true }) { totalCount nodes { id } }
    }
  }
`);function j({partner:e}){let{t}=i(`partner`),[{data:n}]=b({query:A,variables:{partnerId:e.id}}),r=n?.partner?.subscriptions?.totalCount??0;return r===0?null:(0,D.jsxs)(m,{title:t(`subscriptions.offeredTitle`,{count:r}),children:[(0,D.jsx)(`p`,{children:t(`subscriptions.offeredHelp`)}),(0,D.jsx)(a,{to:`/app/subscriptions`,search:{offered:!0},small:!0,children:t(`subscriptions.showOffered`)})]})}var M=x(`
  query Subscriptions($partnerId: ID!, $filter: PartnerSubscriptionFilter, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      subscriptions(filter: $filter, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          customer { id name }
          offer { id name(locale: $locale) }
          seats
          status
          base { id }
          term { endsOn }
        }
      }
    }
  }
`);function N({search:e,onChange:t}){let{t:n}=i([`partner`,`common`]),r=C(),{offers:a}=w(),s=(n,r)=>{let{[n]:i,...a}=e;t(r===void 0?a:{...a,[n]:r})};return(0,D.jsxs)(`search`,{className:`filters`,children:[(0,D.jsx)(T,{label:n(`subscriptions.offers`),anyLabel:n(`subscriptions.mine`),items:[{value:`offered`,label:n(`subscriptions.offered`)}],value:e.offered?`offered`:void 0,onChange:e=>s(`offered`,e===`offered`||void 0)}),(0,D.jsx)(T,{label:n(`filters.status`),items:[`ACTIVE`,`SUSPENDED`,`CANCELLED`].map(e=>({value:e,label:n(`common:subscriptionStatuses.${e}`)})),value:e.status,onChange:e=>s(`status`,e)}),(0,D.jsx)(T,{label:n(`filters.offer`),items:a?.map(({code:e,name:t})=>({value:e,label:t}))??[],value:e.offer,onChange:e=>s(`offer`,e)}),(0,D.jsx)(T,{label:n(`filters.ofService`),items:r,value:e.service,onChange:e=>s(`service`,e)}),Object.keys(e).length>0&&(0,D.jsx)(o,{onPress:()=>t({}),children:n(`filters.clear`)})]})}function P(){let{t:e}=i([`partner`,`common`]),r=l(),a=t({from:`/app/subscriptions`}),o=n({from:`/app/subscriptions`}),f=O(),p=r.type===`DIRECT_RESELLER`||r.type===`INDIRECT_PROVIDER`,m=s(M,{partnerId:r.id,locale:u(),filter:S(o)},e=>e.partner?.subscriptions);return(0,D.jsxs)(d,{title:e(`common:nav.subscriptions`),intro:p&&e(`subscriptions.intro`),children:[!o.offered&&(0,D.jsx)(j,{partner:r}),(0,D.jsx)(N,{search:o,onChange:e=>void a({search:e,replace:!0})}),(0,D.jsx)(c,{label:e(`subscriptions.label`),columns:f,list:m,idOf:e=>e.id,empty:(0,D.jsx)(I,{search:o})}),p&&(0,D.jsx)(F,{id:r.id})]})}function F({id:e}){let{t}=i(`partner`);return(0,D.jsxs)(`p`,{className:`quiet`,children:[t(`subscriptions.receive`),` `,(0,D.jsx)(`code`,{children:e})]})}function I({search:e}){let{t}=i(`partner`),{type:n}=l();return e.offered?(0,D.jsx)(p,{title:t(`subscriptions.noneOffered`)}):Object.keys(e).length>0?(0,D.jsx)(p,{title:t(`subscriptions.none`),children:t(`customers.noneHelp`)}):(0,D.jsxs)(p,{title:t(`subscriptions.emptyTitle`),children:[(0,D.jsx)(`p`,{children:t(`subscriptions.empty.${n}`)}),(0,D.jsx)(a,{to:`/app/customers`,kind:`primary`,children:t(`subscriptions.toCustomers`)})]})}export{P as SubscriptionsPage};