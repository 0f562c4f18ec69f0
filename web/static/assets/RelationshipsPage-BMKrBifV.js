import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{n as t}from"./useNavigate-De3kpfFy.js";import{t as n}from"./useSearch-CiivDyy9.js";import{B as r,F as i,n as a,t as o}from"./buttons-gQHUslcP.js";import{i as s,n as c}from"./table-QO8Zci13.js";import{r as l}from"./viewer-BowR78Gd.js";import{o as u,r as d}from"./page-CKRU7_rZ.js";import{a as f,n as p}from"./states-vBv4euA2.js";import{t as m}from"./reportRows-4bHSl6Zh.js";import{n as h,t as g}from"./ReportRows-Dg_6XY8t.js";import{t as _}from"./ToRequest-Bf7c8lSB.js";import{B as v,H as y}from"./useHover-BOszAHuq.js";import{r as b}from"./badges-x5lln6Xy.js";import{t as x}from"./Day-DJ2YkMDJ.js";import{n as S,t as C}from"./Domain-B-SEjYO2.js";import{n as w,t as T}from"./ServiceNames-BsVQdDRs.js";import{t as E}from"./graphql-DFM3QPVt.js";import{r as D,s as O}from"./fields-u7otaAQB.js";import{t as k}from"./SearchBox-Cb0qM4a2.js";import{n as A}from"./catalogue-CVQnRh26.js";import{t as j}from"./FilterChoice-Bez7zZ5F.js";import{n as M}from"./orders-CsCf1Oat.js";import{t as N}from"./search-txHgoCtO.js";/* empty css                */var P=e(y(),1),F=v();function I(e){let{t}=i(`partner`);return(0,P.useMemo)(()=>[{id:`customer`,header:t(`columns.customer`),cell:({row:{original:e}})=>(0,F.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},children:(0,F.jsx)(f,{children:e.customer?.name??t(`relationship.nobody`)})})},{id:`domain`,header:t(`columns.domain`),cell:({row:{original:e}})=>(0,F.jsx)(C,{children:e.customer?.domain??``})},{id:`status`,header:t(`columns.status`),cell:({row:{original:e}})=>(0,F.jsx)(b,{status:e.status})},{id:`since`,header:t(`columns.since`),cell:({row:{original:e}})=>(0,F.jsx)(x,{of:e.acceptedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,F.jsx)(x,{of:e.endedAt})},{id:`services`,header:t(`columns.services`),cell:({row:{original:t}})=>(0,F.jsx)(T,{services:w(t.delegatedAdminPrivileges,e)})}],[t,e])}var L=E(`
  query Relationships(
    $partnerId: ID!
    $filter: RelationshipFilter
    $orderBy: RelationshipOrder
    $asOf: DateTime
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      relationships(filter: $filter, orderBy: $orderBy, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          status
          acceptedAt
          endedAt
          customer { id name domain }
          reseller { id name }
          delegatedAdminPrivileges(status: ACTIVE) {
            id
            partner { id }
            service { id code name(locale: $locale) }
          }
        }
      }
    }
  }
`),R=[`service`,`privileges`,`from`,`to`];function z({search:e,onChange:t}){let{t:n}=i([`partner`,`common`]),r=A(),a=(n,r)=>{let{[n]:i,...a}=e;t(r===void 0||r===``?a:{...a,[n]:r})};return(0,F.jsxs)(`search`,{className:`filters`,children:[(0,F.jsx)(k,{label:n(`filters.search`),value:e.q??``,onSearch:e=>a(`q`,e)}),(0,F.jsx)(j,{label:n(`filters.status`),items:[`ACTIVE`,`ENDING`,`ENDED`].map(e=>({value:e,label:n(`common:relationshipStatuses.${e}`)})),value:e.status,onChange:e=>a(`status`,e)}),(0,F.jsx)(D,{label:n(`filters.order`),items:M.map(e=>({value:e,label:n(`filters.orders.${e}`)})),value:e.order??`newest`,onChange:e=>a(`order`,e===`newest`?void 0:e)}),(0,F.jsxs)(S,{open:R.some(t=>e[t]!==void 0),children:[(0,F.jsx)(j,{label:n(`filters.service`),items:r,value:e.service,onChange:e=>a(`service`,e)}),(0,F.jsx)(j,{label:n(`filters.privileges`),items:[`with`,`without`].map(e=>({value:e,label:n(`filters.${e}`)})),value:e.privileges,onChange:e=>a(`privileges`,e)}),(0,F.jsx)(O,{type:`date`,label:n(`filters.from`),value:e.from??``,onChange:e=>a(`from`,e)}),(0,F.jsx)(O,{type:`date`,label:n(`filters.to`),value:e.to??``,onChange:e=>a(`to`,e)})]}),Object.keys(e).length>0&&(0,F.jsx)(o,{onPress:()=>t({}),children:n(`filters.clear`)})]})}function B(){let{t:e}=i(`common`),{filter:t,asOf:r,owner:a,...o}=n({from:`/app/relationships`}),s={...t!==void 0&&{filter:t},...r&&{asOf:r},...a&&{owner:a}};return m(s)?(0,F.jsx)(d,{title:e(`nav.relationships`),children:(0,F.jsx)(U,{search:s})}):(0,F.jsx)(V,{filters:o})}function V({filters:e}){let{t:n}=i([`partner`,`common`]),r=l(),a=t({from:`/app/relationships`}),o=s(L,{partnerId:r.id,locale:u(),...N(e)},e=>e.partner?.relationships),f=I(r.id),m=Object.keys(e).length>0;return(0,F.jsxs)(d,{title:n(`common:nav.relationships`),intro:n(`relationships.intro`),children:[(0,F.jsx)(z,{search:e,onChange:e=>void a({search:e,replace:!0})}),(0,F.jsx)(c,{label:n(`relationships.label`),columns:f,list:o,idOf:e=>e.id,empty:m?(0,F.jsx)(p,{title:n(`relationships.none`),children:n(`customers.noneHelp`)}):(0,F.jsx)(H,{})})]})}function H(){let{t:e}=i(`partner`),{type:t}=l();return(0,F.jsxs)(p,{title:e(`relationships.emptyTitle`),children:[(0,F.jsx)(`p`,{children:e(t===`INDIRECT_RESELLER`?`relationships.emptyReseller`:`relationships.empty`)}),(0,F.jsx)(_,{primary:!0})]})}function U({search:e}){let{t}=i(`partner`);return(0,F.jsx)(g,{search:e,all:(0,F.jsx)(a,{to:`/app/relationships`,children:t(`relationships.showAll`)}),children:e=>(0,F.jsx)(W,{rows:e})})}function W({rows:{partnerId:e,filter:t,asOf:n}}){let{t:r}=i(`partner`),a=I(e),o=s(L,{partnerId:e,asOf:n,filter:t,locale:u()},e=>e.partner?.relationships);return(0,F.jsx)(h,{label:r(`relationships.label`),columns:a,list:o,idOf:e=>e.id})}export{B as RelationshipsPage};