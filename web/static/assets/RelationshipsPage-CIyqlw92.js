import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{n as t}from"./useNavigate-CMLtUToz.js";import{t as n}from"./useSearch-CtkkqnY6.js";import{B as r,F as i,n as a,t as o}from"./buttons-BiZeupTu.js";import{i as s,n as c}from"./table-Ct84b7j8.js";import{a as l,r as u}from"./viewer-BBaRDvn2.js";import{t as d}from"./i18n-DaI3Uu6T.js";import{r as f}from"./page-BGnNX7aI.js";import{a as p,n as m}from"./states-DqjUocHW.js";import{t as h}from"./reportRows-ewCRGKzD.js";import{n as g,t as _}from"./ReportRows-B3pHhIB0.js";import{B as v,H as y}from"./useHover-BOszAHuq.js";import{n as b}from"./badges-BD-WTH08.js";import{t as x}from"./Day-CLPq58Hn.js";import{n as S,r as C,t as w}from"./Domain-oQ5j6J3X.js";import{n as T,t as E}from"./ServiceNames-gPrlcopd.js";import{r as D,s as O}from"./fields-DvknED_C.js";import{i as k}from"./address-DlbdzLkb.js";import{n as A}from"./catalogue-Cs_Hg1Kv.js";import{t as j}from"./FilterChoice-B6isPhBG.js";import{n as M,t as N}from"./search-MDA-R4_L.js";/* empty css                */var P=e(y(),1),F=v();function I(e){let{t}=i(`partner`);return(0,P.useMemo)(()=>[{id:`customer`,header:t(`columns.customer`),cell:({row:{original:e}})=>(0,F.jsx)(r,{to:`/app/relationships/$relationshipId`,params:{relationshipId:e.id},children:(0,F.jsx)(p,{children:e.customer?.name??t(`relationship.nobody`)})})},{id:`domain`,header:t(`columns.domain`),cell:({row:{original:e}})=>(0,F.jsx)(w,{children:e.customer?.domain??``})},{id:`status`,header:t(`columns.status`),cell:({row:{original:e}})=>(0,F.jsx)(b,{status:e.status})},{id:`since`,header:t(`columns.since`),cell:({row:{original:e}})=>(0,F.jsx)(x,{of:e.acceptedAt})},{id:`ended`,header:t(`columns.ended`),cell:({row:{original:e}})=>(0,F.jsx)(x,{of:e.endedAt})},{id:`services`,header:t(`columns.services`),cell:({row:{original:t}})=>(0,F.jsx)(E,{services:T(t.delegatedAdminPrivileges,e)})}],[t,e])}var L=l(`
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
`),R=[`service`,`privileges`,`from`,`to`];function z({search:e,onChange:t}){let{t:n}=i([`partner`,`common`]),r=A(),a=(n,r)=>{let{[n]:i,...a}=e;t(r===void 0||r===``?a:{...a,[n]:r})};return(0,F.jsxs)(`search`,{className:`filters`,children:[(0,F.jsx)(S,{label:n(`filters.search`),value:e.q??``,onSearch:e=>a(`q`,e)}),(0,F.jsx)(j,{label:n(`filters.status`),items:[`ACTIVE`,`ENDING`,`ENDED`].map(e=>({value:e,label:n(`common:relationshipStatuses.${e}`)})),value:e.status,onChange:e=>a(`status`,e)}),(0,F.jsx)(D,{label:n(`filters.order`),items:k.map(e=>({value:e,label:n(`filters.orders.${e}`)})),value:e.order??`newest`,onChange:e=>a(`order`,e===`newest`?void 0:e)}),(0,F.jsxs)(C,{open:R.some(t=>e[t]!==void 0),children:[(0,F.jsx)(j,{label:n(`filters.service`),items:r,value:e.service,onChange:e=>a(`service`,e)}),(0,F.jsx)(j,{label:n(`filters.privileges`),items:[`with`,`without`].map(e=>({value:e,label:n(`filters.${e}`)})),value:e.privileges,onChange:e=>a(`privileges`,e)}),(0,F.jsx)(O,{type:`date`,label:n(`filters.from`),value:e.from??``,onChange:e=>a(`from`,e)}),(0,F.jsx)(O,{type:`date`,label:n(`filters.to`),value:e.to??``,onChange:e=>a(`to`,e)})]}),Object.keys(e).length>0&&(0,F.jsx)(o,{onPress:()=>t({}),children:n(`filters.clear`)})]})}function B(){let{t:e}=i(`common`),{filter:t,asOf:r,owner:a,...o}=M({...n({from:`/app/relationships`})}),s={...t!==void 0&&{filter:t},...r&&{asOf:r},...a&&{owner:a}};return h(s)?(0,F.jsx)(f,{title:e(`nav.relationships`),children:(0,F.jsx)(U,{search:s})}):(0,F.jsx)(V,{filters:o})}function V({filters:e}){let{t:n}=i([`partner`,`common`]),r=u(),a=t({from:`/app/relationships`}),o=s(L,{partnerId:r.id,locale:d(),...N(e)},e=>e.partner?.relationships),l=I(r.id),p=Object.keys(e).length>0;return(0,F.jsxs)(f,{title:n(`common:nav.relationships`),intro:n(`relationships.intro`),children:[(0,F.jsx)(z,{search:e,onChange:e=>void a({search:e,replace:!0})}),(0,F.jsx)(c,{label:n(`relationships.label`),columns:l,list:o,idOf:e=>e.id,empty:p?(0,F.jsx)(m,{title:n(`relationships.none`),children:n(`customers.noneHelp`)}):(0,F.jsx)(H,{})})]})}function H(){let{t:e}=i(`partner`);return(0,F.jsxs)(m,{title:e(`relationships.emptyTitle`),children:[(0,F.jsx)(`p`,{children:e(`relationships.empty`)}),(0,F.jsx)(a,{to:`/app/request`,kind:`primary`,children:e(`help.toRequest`)})]})}function U({search:e}){let{t}=i(`partner`);return(0,F.jsx)(_,{search:e,all:(0,F.jsx)(a,{to:`/app/relationships`,children:t(`relationships.showAll`)}),children:e=>(0,F.jsx)(W,{rows:e})})}function W({rows:{partnerId:e,filter:t,asOf:n}}){let{t:r}=i(`partner`),a=I(e),o=s(L,{partnerId:e,asOf:n,filter:t,locale:d()},e=>e.partner?.relationships);return(0,F.jsx)(g,{label:r(`relationships.label`),columns:a,list:o,idOf:e=>e.id})}export{B as RelationshipsPage};