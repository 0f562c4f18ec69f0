import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n,n as r}from"./buttons-gQHUslcP.js";import{t as i}from"./useSearch-CiivDyy9.js";import{B as a,H as o}from"./useHover-BOszAHuq.js";import{i as s}from"./table-QO8Zci13.js";import{t as c}from"./graphql-DFM3QPVt.js";import{r as l}from"./viewer-BowR78Gd.js";import{o as u,r as d}from"./page-CKRU7_rZ.js";import{a as f}from"./states-vBv4euA2.js";import{n as p}from"./badges-x5lln6Xy.js";import{t as m}from"./Day-DJ2YkMDJ.js";import{n as h,t as g}from"./ReportRows-Dg_6XY8t.js";import{t as _}from"./reportRows-4bHSl6Zh.js";/* empty css                */var v=e(o(),1),y=a(),b=c(`
  query Privileges(
    $partnerId: ID!
    $filter: DelegatedAdminPrivilegeFilter
    $asOf: DateTime
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      delegatedAdminPrivileges(filter: $filter, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          status
          grantedAt
          endedAt
          endReason
          service { id name(locale: $locale) }
          customer { id name domain }
          relationship { id }
        }
      }
    }
  }
`);function x(){let{t:e}=n([`partner`,`common`]),a=l(),o=i({from:`/app/privileges`}),s=(0,y.jsx)(t,{to:`/app/reports`,children:e(`common:nav.reports`)});return(0,y.jsx)(d,{title:e(`privileges.title`),above:s,intro:e(`privileges.intro`),children:_(o)?(0,y.jsx)(g,{search:o,all:(0,y.jsx)(r,{to:`/app/privileges`,children:e(`privileges.showAll`)}),children:e=>(0,y.jsx)(S,{rows:e})}):(0,y.jsx)(S,{rows:{partnerId:a.id,filter:{},asOf:null}})})}function S({rows:{partnerId:e,filter:t,asOf:r}}){let{t:i}=n(`partner`),a=C(),o=s(b,{partnerId:e,asOf:r,filter:t,locale:u()},e=>e.partner?.delegatedAdminPrivileges);return(0,y.jsx)(h,{label:i(`privileges.label`),columns:a,list:o,idOf:e=>e.id})}function C(){let{t:e}=n([`partner`,`common`]);return(0,v.useMemo)(()=>[{id:`customer`,header:e(`columns.customer`),cell:({row:{original:e}})=>(0,y.jsx)(w,{row:e})},{id:`service`,header:e(`columns.service`),cell:({row:{original:e}})=>(0,y.jsx)(f,{children:e.service.name})},{id:`status`,header:e(`columns.status`),cell:({row:{original:e}})=>(0,y.jsx)(p,{status:e.status})},{id:`granted`,header:e(`columns.granted`),cell:({row:{original:e}})=>(0,y.jsx)(m,{of:e.grantedAt})},{id:`ended`,header:e(`columns.ended`),cell:({row:{original:e}})=>(0,y.jsx)(m,{of:e.endedAt})},{id:`reason`,header:e(`columns.endReason`),cell:({row:{original:t}})=>t.endReason?e(`common:endReasons.${t.endReason}`):``}],[e])}function w({row:{customer:e,relationship:r}}){let{t:i}=n(`partner`),a=(0,y.jsx)(f,{children:e?.name??i(`relationship.nobody`)});return r?(0,y.jsx)(t,{to:`/app/relationships/$relationshipId`,params:{relationshipId:r.id},children:a}):a}export{x as PrivilegesPage};