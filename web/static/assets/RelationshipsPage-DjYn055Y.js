import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{n as t}from"./useNavigate-DGWGPQ8Z.js";import{t as n}from"./useSearch-Bx9MBORO.js";import{B as r,F as i,n as a,t as o}from"./buttons-mCLyp1XO.js";import{i as s,n as c}from"./table-CWIjMa_C.js";import{i as l,o as u}from"./viewer-DkHSt1_2.js";import{t as d}from"./i18n-DztOiu-T.js";import{r as f}from"./page-BsgvCdsb.js";import{a as p,n as m}from"./states-DlsJJ69-.js";import{t as h}from"./reportRows-4bHSl6Zh.js";import{n as g,t as _}from"./ReportRows-CndPQhXE.js";import{t as v}from"./ToRequest-D8jHCNNe.js";import{B as y,H as b}from"./useHover-BOszAHuq.js";import{r as x}from"./badges-Hc2YfSGk.js";import{t as S}from"./Day-7xZwSRQJ.js";import{n as C,t as w}from"./Domain-De2RT72T.js";import{n as T,t as E}from"./ServiceNames-CpR6WgFq.js";import{r as D,s as O}from"./fields-BF1FLYQe.js";import{t as k}from"./SearchBox-Dgk5v-ko.js";import{n as A}from"./catalogue-DH5qfgPK.js";import{t as j}from"./FilterChoice-ByOXS9vH.js";import{n as M}from"./orders-CsCf1Oat.js";import{n as N,t as P}from"./search-txHgoCtO.js";/* empty css                */var F=e(b(),1),I=y();function L(e){let{t}=i(`partner`);return(0,F.useMemo)(()=>[{id:`customer`,header:t(`columns.customer`),cell:({row:{original:e}})=>(0,I.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},children:(0,I.jsx)(p,{children:e.customer?.name??t(`relationship.nobody`)})})},{id:`domain`,header:t(`columns.domain`),cell:({row:{original:e}})=>(0,I.jsx)(w,{children:e.customer?.domain??``})},{id:`status`,header:t(`columns.status`),cell:({row:{original:e}})=>(0,I.jsx)(x,{status:e.status})},{id:`since`,header:t(`columns.since`),cell:({row:{original:e}})=>(0,I.jsx)(S,{of:e.acceptedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,I.jsx)(S,{of:e.endedAt})},{id:`services`,header:t(`columns.services`),cell:({row:{original:t}})=>(0,I.jsx)(E,{services:T(t.delegatedAdminPrivileges,e)})}],[t,e])}var R=u(`
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
`),z=[`service`,`privileges`,`from`,`to`];function B({search:e,onChange:t}){let{t:n}=i([`partner`,`common`]),r=A(),a=(n,r)=>{let{[n]:i,...a}=e;t(r===void 0||r===``?a:{...a,[n]:r})};return(0,I.jsxs)(`search`,{className:`filters`,children:[(0,I.jsx)(k,{label:n(`filters.search`),value:e.q??``,onSearch:e=>a(`q`,e)}),(0,I.jsx)(j,{label:n(`filters.status`),items:[`ACTIVE`,`ENDING`,`ENDED`].map(e=>({value:e,label:n(`common:relationshipStatuses.${e}`)})),value:e.status,onChange:e=>a(`status`,e)}),(0,I.jsx)(D,{label:n(`filters.order`),items:M.map(e=>({value:e,label:n(`filters.orders.${e}`)})),value:e.order??`newest`,onChange:e=>a(`order`,e===`newest`?void 0:e)}),(0,I.jsxs)(C,{open:z.some(t=>e[t]!==void 0),children:[(0,I.jsx)(j,{label:n(`filters.service`),items:r,value:e.service,onChange:e=>a(`service`,e)}),(0,I.jsx)(j,{label:n(`filters.privileges`),items:[`with`,`without`].map(e=>({value:e,label:n(`filters.${e}`)})),value:e.privileges,onChange:e=>a(`privileges`,e)}),(0,I.jsx)(O,{type:`date`,label:n(`filters.from`),value:e.from??``,onChange:e=>a(`from`,e)}),(0,I.jsx)(O,{type:`date`,label:n(`filters.to`),value:e.to??``,onChange:e=>a(`to`,e)})]}),Object.keys(e).length>0&&(0,I.jsx)(o,{onPress:()=>t({}),children:n(`filters.clear`)})]})}function V(){let{t:e}=i(`common`),{filter:t,asOf:r,owner:a,...o}=N({...n({from:`/app/relationships`})}),s={...t!==void 0&&{filter:t},...r&&{asOf:r},...a&&{owner:a}};return h(s)?(0,I.jsx)(f,{title:e(`nav.relationships`),children:(0,I.jsx)(W,{search:s})}):(0,I.jsx)(H,{filters:o})}function H({filters:e}){let{t:n}=i([`partner`,`common`]),r=l(),a=t({from:`/app/relationships`}),o=s(R,{partnerId:r.id,locale:d(),...P(e)},e=>e.partner?.relationships),u=L(r.id),p=Object.keys(e).length>0;return(0,I.jsxs)(f,{title:n(`common:nav.relationships`),intro:n(`relationships.intro`),children:[(0,I.jsx)(B,{search:e,onChange:e=>void a({search:e,replace:!0})}),(0,I.jsx)(c,{label:n(`relationships.label`),columns:u,list:o,idOf:e=>e.id,empty:p?(0,I.jsx)(m,{title:n(`relationships.none`),children:n(`customers.noneHelp`)}):(0,I.jsx)(U,{})})]})}function U(){let{t:e}=i(`partner`);return(0,I.jsxs)(m,{title:e(`relationships.emptyTitle`),children:[(0,I.jsx)(`p`,{children:e(`relationships.empty`)}),(0,I.jsx)(v,{primary:!0})]})}function W({search:e}){let{t}=i(`partner`);return(0,I.jsx)(_,{search:e,all:(0,I.jsx)(a,{to:`/app/relationships`,children:t(`relationships.showAll`)}),children:e=>(0,I.jsx)(G,{rows:e})})}function G({rows:{partnerId:e,filter:t,asOf:n}}){let{t:r}=i(`partner`),a=L(e),o=s(R,{partnerId:e,asOf:n,filter:t,locale:d()},e=>e.partner?.relationships);return(0,I.jsx)(g,{label:r(`relationships.label`),columns:a,list:o,idOf:e=>e.id})}export{V as RelationshipsPage};